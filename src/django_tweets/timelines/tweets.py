"""Lists of tweets other than home, a page at a time: of a profile, with a hashtag, liked …"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Q, Subquery

from ..models import Hashtag, Mention, TweetHashtag, TweetRevision, Visibility, attachment
from ..models.visibility import listed_tweets, readable_revisions
from ..reading.hydration import mentioned_handles, readable_tweets
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.linked import LinkedTweetListing
from ..reading.pipeline import PublicTweetListing, TweetListing, fill_page
from ..reading.subjects import profile_is_open, tweet_is_readable
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


MAX_REVISIONS = 100


def public_tweets(
    viewer: AbstractProfile | None, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """The public tweets of the whole site: no replies, no retweets, no people whom viewer mutes."""
    tweets = readable_tweets(viewer).filter(
        listed_tweets(None), in_reply_to__isnull=True, retweet_of__isnull=True
    )
    return fill_page(PublicTweetListing(tweets.unmuted_for(viewer), viewer), cursor, size)


def profile_tweets(
    author: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    replies: bool = False,
) -> Page[AbstractTweet]:
    """The tweets and retweets of author, for viewer (None: an anonymous visitor).

    replies: with their replies to other people. Replies to themselves are always listed, since
    that is how people write a text that is too long for one tweet.
    """
    tweets = readable_tweets(viewer).filter(profile=author.pk)
    if not replies:
        tweets = tweets.filter(Q(in_reply_to__isnull=True) | Q(in_reply_to_profile=author.pk))
    return fill_page(TweetListing(tweets, viewer), cursor, size)


def media_tweets(
    author: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """The tweets of author with pictures, videos or sounds, replies among them."""
    tweets = readable_tweets(viewer).filter(
        profile=author.pk,
        # The first of each tweet: one row, and its index is that of the author's attachments.
        attachments__owner=author.pk,
        attachments__position=0,
    )
    rows = tweets.annotate(key=F("attachments__tweet_id"))
    return fill_page(TweetListing(rows, viewer, "key"), cursor, size)


def feed_tweets(author: AbstractProfile, size: int = PAGE_SIZE) -> list[AbstractTweet]:
    """The newest public tweets of author for a feed, as an anonymous visitor sees them.

    As profile_tweets(), without unlisted tweets and retweets.
    """
    tweets = readable_tweets(None).filter(
        Q(in_reply_to__isnull=True) | Q(in_reply_to_profile=author.pk),
        listed_tweets(None),
        profile=author.pk,
        retweet_of__isnull=True,
    )
    return fill_page(PublicTweetListing(tweets, None), NEWEST, size).rows


def mentioning_tweets(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Tweets that mention profile, as in public lists, without people whom viewer mutes.

    None if viewer may not see profile, or it is protected from viewer.
    """
    is_open = profile_is_open(profile, viewer)
    links = Mention._base_manager.filter(is_open, profile=profile.pk)
    return fill_page(LinkedTweetListing(links, _listed(viewer), viewer), cursor, size)


def hashtag_tweets(
    hashtag: Hashtag,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Public tweets with hashtag, without people whom viewer mutes.

    hashtag need not be saved. It is found by its key, so that this takes one query for a hashtag
    that nobody has used, and for one that is in hidden tweets only.
    """
    return fill_page(_tagged(hashtag.key, viewer), cursor, size)


def newest_with_hashtag(
    hashtag_key: str, viewer: AbstractProfile, limit: int = PAGE_SIZE
) -> list[int]:
    """Keys of the newest tweets by others in hashtag_tweets(), of its first limit rows."""
    keys = _tagged(hashtag_key, viewer).keys(NEWEST, limit)
    newest = keys.values_list("tweet", "tweet__profile")
    return [key for key, author in newest if author != viewer.pk]


def newest_replies(tweet: int, viewer: AbstractProfile, limit: int = PAGE_SIZE) -> list[int]:
    """Keys of the newest replies by others to the tweet with this key, if viewer may read it."""
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    is_readable = Exists(tweets.filter(pk=tweet))
    replies = tweets.unmuted_for(viewer).filter(is_readable, in_reply_to=tweet)
    newest = replies.order_by("-pk").values_list("pk", "profile_id")[:limit]
    return [key for key, author in newest if author != viewer.pk]


def _tagged(hashtag_key: str, viewer: AbstractProfile | None) -> LinkedTweetListing:
    """The tweets that the page of a hashtag lists."""
    key = Subquery(Hashtag._base_manager.filter(key=hashtag_key).values("pk")[:1])
    links = TweetHashtag._base_manager.filter(hashtag=key)
    return LinkedTweetListing(links, _listed(viewer).filter(visibility=Visibility.PUBLIC), viewer)


def _listed(viewer: AbstractProfile | None) -> Any:
    """The tweets of public lists, without people whom viewer mutes."""
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    return tweets.listed_for(viewer).unmuted_for(viewer)


def liked_tweets(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Tweets that profile likes and viewer may see, the latest like first.

    None if viewer may not see profile, or it is protected from viewer.
    """
    is_open = profile_is_open(profile, viewer)
    liked = readable_tweets(viewer).filter(is_open, likes__profile=profile.pk)
    rows = liked.annotate(key=F("likes__pk"))
    return fill_page(TweetListing(rows, viewer, "key"), cursor, size)


def bookmarked_tweets(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """The bookmarks of viewer that they may still see, the last one first."""
    kept = readable_tweets(viewer).filter(bookmarks__profile=viewer.pk)
    rows = kept.annotate(key=F("bookmarks__pk"))
    return fill_page(TweetListing(rows, viewer, "key"), cursor, size)


def quoting_tweets(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Tweets that quote tweet, as in public lists, without people whom viewer mutes.

    Their cards show tweet, also if it is unlisted: it stands above the list. None if viewer may not
    read tweet.
    """
    quotes = readable_tweets(viewer).listed_for(viewer).unmuted_for(viewer)
    rows = quotes.filter(tweet_is_readable(tweet, viewer), quote_of=tweet.pk)
    return fill_page(TweetListing(rows, viewer), cursor, size)


def revisions(tweet: AbstractTweet, viewer: AbstractProfile | None) -> list[TweetRevision]:
    """Earlier texts of tweet that viewer may read: the latest hundred, newest first.

    The earliest has the time of the tweet: a later one would tell of a text before it that viewer
    may not read.
    """
    found = TweetRevision._base_manager.filter(readable_revisions(viewer), tweet_id=tweet.pk)
    rows = list(found.order_by("-pk")[: MAX_REVISIONS + 1])
    if rows and len(rows) <= MAX_REVISIONS:
        rows[-1].created_at = tweet.created_at
    rows = rows[:MAX_REVISIONS]
    handles = mentioned_handles(rows, viewer)
    for row in rows:
        row.mentioned_handles = handles
        row.is_sensitive = tweet.is_sensitive
    attachment.read_of_revisions(rows, using=None)
    return rows

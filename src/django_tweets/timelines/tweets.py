"""The lists of tweets there are beside the home, each a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from ..models import TweetRevision, Visibility
from ..models.visibility import FOR_EVERYONE
from .hydration import complete, mentioned, readable
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, cut, page_of

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet, Hashtag


def public_tweets(
    viewer: AbstractProfile | None, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """What is said on the site to everyone: no replies, no retweets, nobody whom viewer mutes."""
    said = readable(viewer).filter(
        FOR_EVERYONE,
        visibility=Visibility.PUBLIC,
        in_reply_to__isnull=True,
        retweet_of__isnull=True,
    )
    return page(said.unmuted_for(viewer), viewer, cursor, size)


def profile_tweets(
    author: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    replies: bool = False,
) -> Page[AbstractTweet]:
    """What author has said and repeated, for viewer (None: an anonymous visitor).

    Without replies, but for those to author: so people write what is too long for one tweet.
    """
    tweets = readable(viewer).filter(profile=author.pk)
    if not replies:
        tweets = tweets.filter(Q(in_reply_to__isnull=True) | Q(in_reply_to_profile=author.pk))
    return page(tweets, viewer, cursor, size)


def feed_tweets(author: AbstractProfile, size: int = PAGE_SIZE) -> list[AbstractTweet]:
    """The newest that author has said to everyone, as an anonymous visitor reads it: for feeds.

    As profile(), without what is unlisted, and without what author repeats.
    """
    said = readable(None).filter(
        Q(in_reply_to__isnull=True) | Q(in_reply_to_profile=author.pk),
        profile=author.pk,
        visibility=Visibility.PUBLIC,
        retweet_of__isnull=True,
    )
    return page(said, None, NEWEST, size).rows


def mentioning_tweets(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What names profile, without those whom viewer mutes."""
    named = readable(viewer).unmuted_for(viewer).filter(mentions__profile=profile.pk)
    return page(named.annotate(key=F("mentions__tweet_id")), viewer, cursor, size)


def hashtag_tweets(
    hashtag: Hashtag,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What has hashtag and is for public lists, without those whom viewer mutes."""
    tagged = (
        readable(viewer)
        .unmuted_for(viewer)
        .filter(tweet_hashtags__hashtag=hashtag.pk, visibility=Visibility.PUBLIC)
    )
    return page(tagged.annotate(key=F("tweet_hashtags__tweet_id")), viewer, cursor, size)


def liked_tweets(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What profile likes and viewer may read, the last liked first."""
    liked = readable(viewer).filter(likes__profile=profile.pk).annotate(key=F("likes__pk"))
    return page(liked, viewer, cursor, size)


def bookmarked_tweets(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """What viewer has kept and may still read, the last kept first."""
    kept = readable(viewer).filter(bookmarks__profile=viewer.pk)
    return page(kept.annotate(key=F("bookmarks__pk")), viewer, cursor, size)


def quoting_tweets(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What quotes tweet, without those whom viewer mutes."""
    return page(
        readable(viewer).unmuted_for(viewer).filter(quote_of=tweet.pk), viewer, cursor, size
    )


def revisions(tweet: AbstractTweet, viewer: AbstractProfile | None) -> list[TweetRevision]:
    """What tweet, which comes through the door, said before: the latest hundred, newest first."""
    rows = list(TweetRevision._base_manager.filter(tweet_id=tweet.pk).order_by("-pk")[:100])
    handles = mentioned(rows, viewer)
    for row in rows:
        row.mentioned_handles = handles
    return rows


def page(
    tweets: Any, viewer: AbstractProfile | None, cursor: Cursor, size: int
) -> Page[AbstractTweet]:
    """The page of tweets, which come from readable(), that starts at cursor, ready to render.

    By their annotation `key`, if they have one; else by their ids. Four queries at most.
    """
    key = "key" if "key" in tweets.query.annotations else "pk"
    found = [(getattr(tweet, key), tweet) for tweet in cut(tweets, cursor, size, key)]
    page = page_of(found, cursor, size)
    complete(page.rows, viewer)
    return page

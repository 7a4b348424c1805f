"""The lists of tweets there are beside the home, each a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from ..models import TweetRevision, Visibility
from ..models.visibility import FOR_EVERYONE
from .hydration import complete, readable
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, cut, page_of

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


def public(
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


def profile(
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


def likes(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What profile likes and viewer may read, the last liked first."""
    liked = readable(viewer).filter(likes__profile=profile.pk).annotate(key=F("likes__pk"))
    return page(liked, viewer, cursor, size)


def bookmarks(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """What viewer has kept and may still read, the last kept first."""
    kept = readable(viewer).filter(bookmarks__profile=viewer.pk)
    return page(kept.annotate(key=F("bookmarks__pk")), viewer, cursor, size)


def quotes(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What quotes tweet, without those whom viewer mutes."""
    return page(
        readable(viewer).unmuted_for(viewer).filter(quote_of=tweet.pk), viewer, cursor, size
    )


def revisions(tweet: AbstractTweet) -> list[TweetRevision]:
    """What tweet, which comes through the door, said before: the latest hundred, newest first."""
    return list(TweetRevision._base_manager.filter(tweet_id=tweet.pk).order_by("-pk")[:100])


def page(
    tweets: Any, viewer: AbstractProfile | None, cursor: Cursor, size: int
) -> Page[AbstractTweet]:
    """The page of tweets, which come from readable(), that starts at cursor, ready to render.

    By their annotation `key`, if they have one; else by their ids. Three queries.
    """
    key = "key" if "key" in tweets.query.annotations else "pk"
    found = [(getattr(tweet, key), tweet) for tweet in cut(tweets, cursor, size, key)]
    page = page_of(found, cursor, size)
    complete(page.rows, viewer)
    return page

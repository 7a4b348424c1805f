"""A conversation: what a tweet answers, the tweet, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from ..models import Follow, visibility
from ..reading.hydration import add_details, readable_tweets
from ..reading.keyset import PAGE_SIZE, Cursor, Page, parse_id
from ..snowflake import MAX_ID
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..models import AbstractProfile, AbstractTweet

MAX_KNOWN = 1_000  # replies by people one knows, from which a page is made
MAX_ANCESTORS = 30  # more are behind a link to the topmost one that is shown


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a conversation where there was a tweet, or is one that viewer may not read."""

    reason: str
    """Either "deleted" or "hidden"."""


@dataclass(frozen=True, slots=True)
class RepliesCursor(Cursor):
    """Where a page of replies starts: at the top, among the known, or among the others.

    The known are viewer, and whom viewer follows.
    """

    known: int | None = None

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> RepliesCursor:
        """As Cursor.parse()."""
        return cls(known=parse_id(query.get("known")), before=parse_id(query.get("before")))


@dataclass(frozen=True, slots=True)
class RepliesPage(Page["AbstractTweet"]):
    """A page of replies; see Page."""

    newer: RepliesCursor | None = None
    older: RepliesCursor | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation around one tweet, ready to render."""

    tweet: AbstractTweet
    ancestors: list[AbstractTweet | Gap]
    """What it answers, from the top; of a long conversation the nearest ones."""
    is_cut: bool
    """Whether there is more above the first of ancestors."""
    replies: RepliesPage


TOP = RepliesCursor()


def thread(
    key: int,
    viewer: AbstractProfile | None,
    cursor: RepliesCursor = TOP,
    size: int = PAGE_SIZE,
) -> Thread | None:
    """The conversation around the tweet of key; None if viewer may not read that.

    Of its replies there are pages: first those by viewer and by whom viewer follows, the newest
    first, then the others. Seven queries, however long and deep the conversation is.
    """
    chain = _chain(key)
    found = {
        tweet.pk: tweet for tweet in readable_tweets(viewer).filter(pk__in=[pk for pk, _ in chain])
    }
    if key not in found:
        return None
    is_cut = len(chain) > 1 + MAX_ANCESTORS
    above = reversed(chain[1 : MAX_ANCESTORS + 1])
    ancestors: list[AbstractTweet | Gap] = [found.get(pk, Gap("hidden")) for pk, _ in above]
    if not is_cut and chain[-1][1] is not None:
        ancestors.insert(0, Gap("deleted"))
    tweet = found[key]
    replies = _replies(tweet, viewer, cursor, size)
    shown = [each for each in ancestors if not isinstance(each, Gap)]
    add_details([*shown, tweet, *replies.rows], viewer)
    return Thread(tweet, ancestors, is_cut, replies)


def _chain(key: int) -> list[tuple[int, int | None]]:
    """Ids of the tweet and of what it answers, upwards, each with the id of what that answers.

    The last one's points at a tweet that is deleted, if at any; or the chain is one too long.
    """
    connection = connections[router.db_for_read(get_tweet_model())]
    tweets = connection.ops.quote_name(get_tweet_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up (id, parent, depth) AS ("
            f" SELECT id, in_reply_to_id, 0 FROM {tweets} WHERE id = %s"
            f" UNION ALL SELECT t.id, t.in_reply_to_id, up.depth + 1"
            f" FROM up JOIN {tweets} t ON t.id = up.parent WHERE up.depth <= %s)"
            f" SELECT id, parent FROM up ORDER BY depth",
            [key, MAX_ANCESTORS],
        )
        chain: list[tuple[int, int | None]] = cursor.fetchall()
    return chain


def _replies(
    tweet: AbstractTweet, viewer: AbstractProfile | None, cursor: RepliesCursor, size: int
) -> RepliesPage:
    replies = readable_tweets(viewer).unmuted_for(viewer).filter(in_reply_to=tweet.shown.pk)
    newer = None if cursor == TOP else TOP
    rows: list[AbstractTweet] = []
    if viewer is not None:
        known = visibility.known(viewer)
        if cursor.before is None:
            first = replies.filter(known)
            if tweet.shown.reply_count > viewer.following_count:
                first = replies.filter(pk__in=_by_known(tweet.shown.pk, viewer, cursor.known))
            rows = _newest(first, cursor.known, size)
            if len(rows) > size:
                return RepliesPage(rows[:size], newer, RepliesCursor(known=rows[size - 1].pk))
        replies = replies.exclude(known)
    others = _newest(replies, cursor.before, size - len(rows))
    page = [*rows, *others][:size]
    is_more = len(rows) + len(others) > size
    last = page[-1].pk if len(page) > len(rows) else MAX_ID  # none of the others is on this page
    return RepliesPage(page, newer, RepliesCursor(before=last) if is_more else None)


def _by_known(key: int, viewer: AbstractProfile, before: int | None) -> list[int]:
    """Ids of the newest replies to the tweet of key by viewer and those whom viewer follows.

    Looked up by author, however many replies there are: of 100,000 replies, PostgreSQL took
    200 ms to find those few. Some may not be for viewer, so they are many more than a page.
    """
    connection = connections[router.db_for_read(get_tweet_model())]
    tweets = connection.ops.quote_name(get_tweet_model()._meta.db_table)
    follows = connection.ops.quote_name(Follow._meta.db_table)
    me = viewer._meta.pk.get_db_prep_value(viewer.pk, connection)
    of = "SELECT t.id FROM {} WHERE t.in_reply_to_id = %s AND t.id < %s AND t.profile_id = {}"
    # First the follows, then the tweets: each database has its own word for that.
    if connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
        by_author = of.format(f"{tweets} t", "f.followed_id")
        by_followed = f"SELECT t.id FROM {follows} f, LATERAL ({by_author} OFFSET 0) t WHERE"
    else:
        join = "CROSS JOIN" if connection.vendor == "sqlite" else "STRAIGHT_JOIN"
        by_followed = of.format(f"{follows} f {join} {tweets} t", "f.followed_id") + " AND"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{of.format(f'{tweets} t', '%s')} UNION {by_followed} f.follower_id = %s"
            f" ORDER BY 1 DESC LIMIT {MAX_KNOWN:d}",
            [key, before or MAX_ID, me, key, before or MAX_ID, me],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _newest(tweets: Any, before: int | None, size: int) -> list[AbstractTweet]:
    if before is not None:
        tweets = tweets.filter(pk__lt=before)
    return list(tweets.order_by("-pk")[: size + 1])

"""A conversation: the tweets that a tweet replies to, the tweet, and its replies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from ..models import Follow, visibility
from ..reading.hydration import add_details, readable_tweets
from ..reading.keyset import PAGE_SIZE, Cursor, Page, parse_id
from ..reading.pipeline import NO_ID
from ..reading.readable import ReadableRows
from ..snowflake import MAX_ID
from ..swapping import get_tweet_model
from ..tracing import span
from .statements import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..models import AbstractProfile, AbstractTweet

MAX_ANCESTORS = 30  # visible ones that are shown; a link to the topmost one leads to the rest
MAX_NESTED = 3  # replies that are shown below a reply
MAX_DEPTH = 500  # tweets above one, hidden ones included, of which the visible are read


@dataclass(frozen=True, slots=True)
class Gap:
    """The place of one or more tweets that are deleted, or that the viewer may not see.

    Both are the same: nobody may know that a tweet that they could not see is gone.
    """

    is_gap: bool = True


@dataclass(frozen=True, slots=True)
class RepliesCursor(Cursor):
    """Where a page of replies starts.

    Replies by the viewer and by people whom they follow come first: `known` is an id among these,
    `before` one among the others. After the id `after`, all replies follow, oldest first: so they
    stand below a reply.
    """

    known: int | None = None

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> RepliesCursor:
        """As Cursor.parse()."""
        return cls(**{name: parse_id(query.get(name)) for name in ("known", "before", "after")})


@dataclass(frozen=True, slots=True)
class RepliesPage(Page["AbstractTweet"]):
    """A page of replies; see Page."""

    newer: RepliesCursor | None = None
    older: RepliesCursor | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation around one tweet, ready to render."""

    tweet: AbstractTweet
    ancestors: list[AbstractTweet | Gap]
    """The tweets that it replies to, from the top; in a long conversation, the nearest ones."""
    is_cut: bool
    """Whether there are more above the first of ancestors."""
    replies: RepliesPage


TOP = RepliesCursor()


@span("thread")
def thread(
    key: int,
    viewer: AbstractProfile | None,
    cursor: RepliesCursor = TOP,
    size: int = PAGE_SIZE,
) -> Thread | None:
    """The conversation around the tweet with this key; None if viewer may not see that tweet.

    Its replies have pages: first those by viewer and by people whom viewer follows, newest first,
    then the others. Each has its first replies as `nested_replies`. Seven queries, however long and
    deep the conversation is.
    """
    chain = _ancestor_chain(key)
    # A tweet that doesn't exist takes the same statements as one that viewer may not read.
    keys = [pk for pk, _ in chain] or [NO_ID]
    # The tweet, its nearest ancestors, and one more. A reply is newer than what it answers.
    nearest = readable_tweets(viewer).filter(pk__in=keys).order_by("-pk")[: MAX_ANCESTORS + 2]
    found = {tweet.pk: tweet for tweet in nearest}
    if key not in found:
        return None
    ancestors, is_cut = _ancestors(chain, found)
    tweet = found[key]
    replies = _replies(tweet, viewer, cursor, size)
    nested = _add_nested_replies(replies.rows, viewer)
    shown = [each for each in ancestors if not isinstance(each, Gap)]
    add_details([*shown, tweet, *replies.rows, *nested], viewer)
    for above, below in pairwise([*ancestors, tweet]):
        if not isinstance(above, Gap) and not isinstance(below, Gap):
            below.reply_handle = ""  # it stands below the tweet that it replies to
    for reply in (*replies.rows, *nested):
        reply.reply_handle = ""
    return Thread(tweet, ancestors, is_cut, replies)


def _ancestors(
    chain: list[tuple[int, int | None]], found: dict[int, AbstractTweet]
) -> tuple[list[AbstractTweet | Gap], bool]:
    """Return the tweets above the first one of chain, from the top, and whether there are more.

    found: the nearest of these tweets that the viewer may see. Hidden ones count for nothing, and
    all in a row are one gap: nobody may know how many there are.
    """
    ancestors: list[AbstractTweet | Gap] = []
    shown = 0
    is_cut = len(chain) > MAX_DEPTH
    for pk, _ in chain[1:]:
        if pk in found and shown == MAX_ANCESTORS:
            is_cut = True
            break
        if pk in found:
            shown += 1
        if pk in found or ancestors[-1:] != [Gap()]:
            ancestors.append(found.get(pk, Gap()))
    top, above_top = chain[-1]
    if is_cut:
        ancestors = ancestors[:-1] if ancestors[-1:] == [Gap()] else ancestors
    elif above_top is not None and top in found:
        ancestors.append(Gap())
    return ancestors[::-1], is_cut


def _ancestor_chain(key: int) -> list[tuple[int, int | None]]:
    """Pairs of an id and its parent's id: of the tweet, of its parent, and so on upwards.

    At most MAX_DEPTH above the tweet. The parent of the last one is None, or a tweet that is
    deleted, or there are more.
    """
    connection = connections[router.db_for_read(get_tweet_model())]
    tweets = connection.ops.quote_name(get_tweet_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up (id, parent, depth) AS ("
            f" SELECT id, in_reply_to_id, 0 FROM {tweets} WHERE id = %s"
            f" UNION ALL SELECT t.id, t.in_reply_to_id, up.depth + 1"
            f" FROM up JOIN {tweets} t ON t.id = up.parent WHERE up.depth < %s)"
            f" SELECT id, parent FROM up ORDER BY depth",
            [key, MAX_DEPTH],
        )
        chain: list[tuple[int, int | None]] = cursor.fetchall()
    return chain


def _replies(
    tweet: AbstractTweet, viewer: AbstractProfile | None, cursor: RepliesCursor, size: int
) -> RepliesPage:
    replies = readable_tweets(viewer).unmuted_for(viewer).filter(in_reply_to=tweet.shown.pk)
    newer = None if cursor == TOP else TOP
    if cursor.after is not None:
        found = list(replies.filter(pk__gt=cursor.after).order_by("pk")[: size + 1])
        older = RepliesCursor(after=found[size - 1].pk) if len(found) > size else None
        return RepliesPage(found[:size], newer, older)
    first: list[AbstractTweet] = []
    others: list[AbstractTweet] | None = None
    if viewer is not None:
        known = visibility.tweets_by_followed(viewer)
        if cursor.before is None and tweet.shown.reply_count > viewer.following_count:
            first, others = _read_by_id(tweet.shown.pk, viewer, cursor.known, size + 1)
        elif cursor.before is None:
            first = _newest_before(replies.filter(known), cursor.known, size)
        if len(first) > size:
            return RepliesPage(first[:size], newer, RepliesCursor(known=first[size - 1].pk))
        replies = replies.exclude(known)
    if others is None:
        others = _newest_before(replies, cursor.before, size - len(first))
    others = others[: size - len(first) + 1]
    page = [*first, *others][:size]
    is_more = len(first) + len(others) > size
    last = page[-1].pk if len(page) > len(first) else MAX_ID  # no other reply is on this page
    return RepliesPage(page, newer, RepliesCursor(before=last) if is_more else None)


def _read_by_id(
    key: int, viewer: AbstractProfile, before: int | None, limit: int
) -> tuple[list[AbstractTweet], list[AbstractTweet]]:
    """The newest replies by viewer and people whom viewer follows, and by others: two queries.

    For a tweet with so many replies that the first are looked up by author.
    """
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    tweets = tweets.unmuted_for(viewer).filter(in_reply_to=key)
    known, other = _reply_ids(key, viewer, tweets, before, limit)
    rows: Any = readable_tweets(viewer).unmuted_for(viewer)
    found = rows.in_bulk([*known, *other] or [NO_ID])
    first, last = ([found[pk] for pk in ids if pk in found] for ids in (known, other))
    return first, last


def _reply_ids(
    key: int, viewer: AbstractProfile, replies: Any, before: int | None, limit: int
) -> tuple[list[int], list[int]]:
    """Ids of the newest replies to the tweet of key by viewer and people whom viewer follows.

    And ids of the newest by others. The first are looked up by author, since among 100,000 replies
    PostgreSQL took 200 ms to find these few. replies: those that viewer may see. The others count
    for nothing.
    """
    connection = connections[router.db_for_read(get_tweet_model())]
    tweets = connection.ops.quote_name(get_tweet_model()._meta.db_table)
    follows = connection.ops.quote_name(Follow._meta.db_table)
    me = viewer._meta.pk.get_db_prep_value(viewer.pk, connection)
    is_readable, params = ReadableRows(replies).get_condition("t.id")
    of = "SELECT t.id FROM {} WHERE t.in_reply_to_id = %s AND t.id < %s AND t.profile_id = {}"
    # Join the follows first, then the tweets: each database has its own syntax for that.
    if connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
        by_author = of.format(f"{tweets} t", "f.followed_id")
        by_followed = f"SELECT t.id FROM {follows} f, LATERAL ({by_author} OFFSET 0) t WHERE"
    else:
        join = "CROSS JOIN" if connection.vendor == "sqlite" else "STRAIGHT_JOIN"
        by_followed = of.format(f"{follows} f {join} {tweets} t", "f.followed_id") + " AND"
    # All are sorted before the first is looked at, so that only as many as a page has are asked
    # whether they are readable: 20,000 replies by one person took 0.4 s. MariaDB and SQLite keep
    # the order of a derived table, but with an outer ORDER BY they would ask all of them.
    every = f"ORDER BY 1 DESC LIMIT {2**62:d} OFFSET 0"
    order = "ORDER BY 1 DESC" if connection.vendor == "postgresql" else ""
    own = [key, before or MAX_ID]
    others = replies.exclude(visibility.tweets_by_followed(viewer)).order_by("-pk")[:limit]
    rest, values = others.values_list("pk").query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT known.*, 1 AS is_known FROM (SELECT t.id FROM (SELECT * FROM ("
            f"{of.format(f'{tweets} t', '%s')} UNION ALL {by_followed} f.follower_id = %s"
            f") people {every}) t WHERE {is_readable} {order} LIMIT {limit:d}) known"
            f" UNION ALL SELECT others.*, 0 FROM ({rest}) others ORDER BY 1 DESC",
            [*own, me, *own, me, *params, *values],
        )
        rows = cursor.fetchall()
    return [pk for pk, is_known in rows if is_known], [pk for pk, is_known in rows if not is_known]


def _add_nested_replies(
    replies: list[AbstractTweet], viewer: AbstractProfile | None
) -> list[AbstractTweet]:
    """Set `nested_replies` and `has_more_replies` on replies, and return the nested ones.

    These are the first replies to each reply: those by its own author, then the others. One query,
    and none if nobody has replied to the replies, by the counts that their cards show.
    """
    parents = {reply.pk: reply for reply in replies if reply.reply_count}
    if not parents:
        return []
    readable: Any = get_tweet_model()._rows.visible_to(viewer).unmuted_for(viewer)
    further = readable.filter(in_reply_to=OuterRef("pk"))
    nested = readable_tweets(viewer).filter(
        pk__in=_first_reply_ids(parents, ReadableRows(readable), MAX_NESTED + 1)
    )
    found: dict[int, list[AbstractTweet]] = {pk: [] for pk in parents}
    for tweet in nested.annotate(has_more_replies=Exists(further)).order_by("pk"):
        found[tweet.in_reply_to_id].append(tweet)
    shown: list[AbstractTweet] = []
    for pk, parent in parents.items():
        # Sorting keeps the order of those by the author, and that of the others.
        rows = sorted(found[pk], key=lambda row: row.profile_id != parent.profile_id)
        parent.nested_replies = rows[:MAX_NESTED]
        parent.has_more_replies = len(rows) > MAX_NESTED or any(
            row.has_more_replies for row in parent.nested_replies
        )
        shown += parent.nested_replies
    return shown


def _first_reply_ids(parents: Collection[int], readable: ReadableRows, limit: int) -> RawSQL:
    """Ids of the oldest replies to each of parents: by its author, and by anybody.

    At most limit of each. readable: tweets that viewer may see. The others count for nothing.
    """
    sources: list[str] = []
    params: list[Any] = []
    for is_by_author in (True, False):
        statement = Statement(Cursor(after=0))  # from the oldest on
        if is_by_author:
            author = f"SELECT p.profile_id FROM {statement.tweets} p WHERE p.id = t.in_reply_to_id"
            statement.require(f"t.profile_id = ({author})")
        statement.require(*readable.get_condition("t.id"))
        source, values = statement.rows_of_each(
            "in_reply_to", get_tweet_model(), [*parents], "t.id", per_key=limit
        )
        sources.append(f"SELECT t.id FROM {source}")
        params += values
    return RawSQL(" UNION ".join(sources), params)  # noqa: S611 - names and numbers of ours


def _newest_before(tweets: Any, before: int | None, size: int) -> list[AbstractTweet]:
    """The newest size + 1 tweets older than before."""
    if before is not None:
        tweets = tweets.filter(pk__lt=before)
    return list(tweets.order_by("-pk")[: size + 1])

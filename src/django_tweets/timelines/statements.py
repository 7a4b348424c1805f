"""SQL that reads the newest rows of each of many keys: the ORM can't express it, or not as fast.

Table names come from the models and are quoted; every value from outside is a parameter.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections, router

from ..models import Block, Mention, Mute, TweetHashtag, Visibility
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import Model

    from ..reading.keyset import Cursor
    from .sources import Source

# About how many index entries the first and the second attempt read, for all keys together.
ENTRIES_PER_ATTEMPT = (1_500, 4_000)


def rows_per_key(size: int, keys: int) -> Iterator[int]:
    """Yield the number of rows to read per key: in a first attempt, then in a second one.

    A whole page may be by one author, but 42 rows of each of 100 took SQLite 12 ms. 14 rows take
    5 ms and are enough; with 10 rows, one page in seven needed a second attempt.
    """
    yield max(1, size // 4, min(size, ENTRIES_PER_ATTEMPT[0] // keys))
    yield max(size, min(size * 10, ENTRIES_PER_ATTEMPT[1] // keys))


class Candidate(NamedTuple):
    """The columns that decide whether a readable tweet belongs in a home."""

    pk: int
    retweet_of: int | None
    author: Any
    reply_to: Any


COLUMNS = ", ".join(
    f"t.{name}" for name in ("id", "retweet_of_id", "profile_id", "in_reply_to_profile_id")
)


class Statement:
    """Parts of a statement that reads rows after a cursor: order, bounds and their values.

    by: the column that the cursor refers to, with the table's alias in the statement.
    """

    def __init__(self, cursor: Cursor, by: str = "t.id") -> None:
        self.connection = connections[router.db_for_read(get_tweet_model())]
        self.tweets = self.table(get_tweet_model())
        self.field: Any = get_tweet_model()._meta.get_field("profile")
        self.alias = by.partition(".")[0]
        self.order = f"ORDER BY {by} {'ASC' if cursor.is_ascending else 'DESC'}"
        bounds = [(f"{by} < %s", cursor.before), (f"{by} > %s", cursor.after)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        self.bounds = " AND ".join(sql for sql, _ in given) or "1 = 1"
        self.values = [value for _, value in given]

    def require(self, condition: str, params: Iterable[Any] = ()) -> None:
        """Add a condition on the rows. It is applied before they are counted."""
        self.bounds += f" AND {condition}"
        self.values += params

    def table(self, model: type[Model]) -> str:
        """The quoted name of a table."""
        return self.connection.ops.quote_name(model._meta.db_table)

    def key(self, profile: Any) -> Any:
        """The key of a profile as the database takes it."""
        return self.field.get_db_prep_value(profile, self.connection)

    def fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Execute sql and return its rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def rows_of_each(
        self, name: str, model: type[Model], keys: Sequence[Any], columns: str, *, per_key: int
    ) -> tuple[str, list[Any]]:
        """A FROM clause with columns of `per_key` rows of model for every key, and its parameters.

        name: the field of model that has the keys. The rows are the first of each key after the
        cursor, in no order, read straight from the index (that field, the cursor's column).
        """
        field: Any = model._meta.get_field(name)
        table = self.table(model)
        keys = [field.get_db_prep_value(key, self.connection) for key in keys]
        rows_of = (
            f"SELECT {{}} FROM {table} {self.alias} WHERE {self.alias}.{field.column} = {{}}"
            f" AND {self.bounds} {self.order} LIMIT {per_key:d}"
        ).format
        params: list[Any]
        if self.connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
            kind, of_one = field.db_type(self.connection), rows_of(columns, "one.id")
            source = f"unnest(%s::{kind}[]) one (id), LATERAL ({of_one}) {self.alias}"
            params = [keys, *self.values]
        elif self.connection.vendor == "sqlite":
            ids = rows_of(f"{self.alias}.id", "one.value")
            source = f"json_each(%s) one JOIN {table} {self.alias} ON {self.alias}.id IN ({ids})"
            params = [json.dumps(keys), *self.values]
        else:  # pragma: no cover - MariaDB and MySQL, where it is tested too
            of_one = f"({rows_of(columns, '%s')})"
            source = f"({' UNION ALL '.join([of_one] * len(keys))}) {self.alias}"
            params = [value for key in keys for value in (key, *self.values)]
        return source, params


def _membership(statement: Statement, source: Source) -> tuple[str, str, list[Any]]:
    """Columns of member and group, and the keys of group and viewer as the database takes them."""
    meta: Any = source.membership._meta
    member, group = (meta.get_field(name) for name in (source.member_field, source.group_field))
    quote = statement.connection.ops.quote_name
    group_key = group.get_db_prep_value(source.group, statement.connection)
    return quote(member.column), quote(group.column), [group_key, statement.key(source.viewer.pk)]


def is_readable_by_follower(statement: Statement, source: Source) -> tuple[str, list[Any]]:
    """A condition on tweets t of visible members: the viewer of source may read them.

    An author may have any number of tweets for other people, or retweets, that a scan steps over.
    The whole rule takes PostgreSQL 30 µs for each, these lines 3 µs: see Source.
    """
    condition, values = source.readable.get_condition("t.id")
    viewer = statement.key(source.viewer.pk)
    return (
        f"(t.retweet_of_id IS NULL AND (t.visibility <> '{Visibility.MENTIONED}'"
        " OR t.profile_id = %s OR t.in_reply_to_profile_id = %s"
        f" OR EXISTS (SELECT 1 FROM {statement.table(Mention)} m"
        " WHERE m.tweet_id = t.id AND m.profile_id = %s LIMIT 1 OFFSET 0))"
        f" OR t.retweet_of_id IS NOT NULL AND {condition})"
    ), [viewer, viewer, viewer, *values]


def is_author(statement: Statement, source: Source, column: str) -> tuple[str, list[Any]]:
    """A condition: column is the key of a member of source whom its viewer hasn't muted."""
    member, group, params = _membership(statement, source)
    exists = "EXISTS (SELECT 1 FROM {} LIMIT 1 OFFSET 0)".format  # as in models/visibility.py
    is_member = exists(
        f"{statement.table(source.membership)} m WHERE m.{group} = %s AND m.{member} = {column}"
    )
    is_muted = exists(f"{statement.table(Mute)} u WHERE u.muter_id = %s AND u.muted_id = {column}")
    return f"({is_member} AND NOT {is_muted})", params


def belongs_to(statement: Statement, source: Source) -> tuple[str, list[Any]]:
    """A condition on tweets t: they belong to source, and its viewer may read them."""
    by_author, of_author = is_author(statement, source, "t.profile_id")
    answers, of_answered = answers_author(statement, source)
    readable, values = source.readable.get_condition("t.id")
    own, viewer = "", []
    if source.includes_viewer:
        own, viewer = "t.profile_id = %s OR ", [statement.key(source.viewer.pk)]
    return (
        f"({own}({by_author} AND {answers})) AND {readable}",
        [*viewer, *of_author, *of_answered, *values],
    )


def answers_author(statement: Statement, source: Source) -> tuple[str, list[Any]]:
    """A condition on tweets t of others: a reply must answer the viewer or an author of source."""
    answered = "t.in_reply_to_profile_id"
    is_answered, values = is_author(statement, source, answered)
    to_viewer, viewer = "", []
    if source.includes_viewer:
        to_viewer, viewer = f"{answered} = %s OR ", [statement.key(source.viewer.pk)]
    return f"({answered} IS NULL OR {to_viewer}{is_answered})", [*viewer, *values]


def newest_of_each_author(
    authors: Sequence[Any], source: Source, cursor: Cursor, *, per_key: int, limit: int
) -> list[Candidate]:
    """The newest `limit` tweets among the newest `per_key` readable tweets of each author.

    The oldest above the cursor if it is ascending. Straight from the index (profile, -id).

    authors: visible profiles that the viewer of source follows, and the viewer.
    """
    if not authors:
        return []
    statement = Statement(cursor)
    statement.require(*is_readable_by_follower(statement, source))
    # Only ids at first, which the index has. For 100 authors PostgreSQL takes 2 ms; fetching 42
    # whole rows of each, to keep the newest, took 9 ms.
    rows_of_each, params = statement.rows_of_each(
        "profile", get_tweet_model(), authors, "t.id", per_key=per_key
    )
    ids = f"SELECT t.id FROM {rows_of_each} {statement.order} LIMIT {limit:d}"
    rows = statement.fetch(
        f"SELECT {COLUMNS} FROM ({ids}) i"
        f" JOIN {statement.tweets} t ON t.id = i.id {statement.order}",
        params,
    )
    as_key = statement.field.to_python  # SQLite has text for a UUID
    return [
        Candidate(pk, retweeted, as_key(author), as_key(to)) for pk, retweeted, author, to in rows
    ]


def newest_of_members(
    source: Source, cursor: Cursor, *, end: int | None, rows: int, limit: int
) -> tuple[list[tuple[int, int | None]], int | None]:
    """Return the readable tweets that belong to source, of those on the site up to the id `end`.

    Oldest first if the cursor is ascending. Tuples of (id, id of the retweeted tweet), up to limit,
    and the id up to which they are complete: `end`, or an earlier one if so many rows come before
    it. None if the site has no more.
    """
    statement = Statement(cursor)
    if end is not None:
        statement.require(f"t.id {'<=' if cursor.is_ascending else '>='} %s", [end])
    belongs, values = belongs_to(statement, source)
    order = statement.order
    in_window = f"FROM {statement.tweets} t WHERE {statement.bounds} {order}"
    found = statement.fetch(
        f"SELECT * FROM (SELECT t.id, t.retweet_of_id, 0 AS is_edge FROM"
        f" (SELECT {COLUMNS} {in_window} LIMIT {rows:d}) t"
        f" WHERE {belongs} {order} LIMIT {limit:d}) found"
        f" UNION ALL SELECT * FROM (SELECT t.id, t.retweet_of_id, 1 {in_window}"
        f" LIMIT 1 OFFSET {rows - 1:d}) edge",
        [*statement.values, *values, *statement.values],
    )
    tweets = [(key, retweeted) for key, retweeted, is_edge in found if not is_edge]
    tweets.sort(reverse=not cursor.is_ascending)  # a UNION keeps no order
    return tweets, next((key for key, _, is_edge in found if is_edge), end)


class TaggedTweet(NamedTuple):
    """A tweet with one of its hashtags."""

    pk: int
    hashtag: int
    is_for_home: bool
    """Whether followers of the hashtag get it at home: it is public and no reply."""


def newest_of_each_hashtag(
    hashtags: Sequence[int], source: Source, cursor: Cursor, *, per_key: int, limit: int
) -> list[TaggedTweet]:
    """The newest `limit` tweets among the newest `per_key` readable tweets with each hashtag.

    The oldest above the cursor if it is ascending. Straight from the index (hashtag, -tweet).
    """
    statement = Statement(cursor, by="h.tweet_id")
    statement.require("h.is_counted")  # the others are not public: no need to look at their tweets
    # Nearly all others that the viewer may not see or has muted are left out by their authors: with
    # the whole rule alone, PostgreSQL took 30 µs for each tweet of somebody who is muted.
    viewer = statement.key(source.viewer.pk)
    mutes, blocks = statement.table(Mute), statement.table(Block)
    statement.require(
        f"(SELECT a.profile_id FROM {statement.tweets} a WHERE a.id = h.tweet_id) NOT IN"
        f" (SELECT muted_id FROM {mutes} WHERE muter_id = %s"
        f" UNION ALL SELECT blocked_id FROM {blocks} WHERE blocker_id = %s"
        f" UNION ALL SELECT blocker_id FROM {blocks} WHERE blocked_id = %s)",
        [viewer] * 3,
    )
    statement.require(*source.readable.get_condition("h.tweet_id"))
    columns = "h.tweet_id, h.hashtag_id"
    rows_of_each, params = statement.rows_of_each(
        "hashtag", TweetHashtag, hashtags, columns, per_key=per_key
    )
    newest = f"SELECT {columns} FROM {rows_of_each} {statement.order} LIMIT {limit:d}"
    rows = statement.fetch(
        f"SELECT {columns}, t.visibility, t.in_reply_to_id FROM ({newest}) h"
        f" LEFT JOIN {statement.tweets} t ON t.id = h.tweet_id {statement.order}",
        params,
    )
    return [
        TaggedTweet(pk, hashtag, visibility == Visibility.PUBLIC and answered is None)
        for pk, hashtag, visibility, answered in rows
    ]

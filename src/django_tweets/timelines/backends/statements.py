"""The statements of the adaptive pull: what the ORM can't say, or not as fast.

Names of tables are the models' own, quoted; all that comes from outside is a parameter.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections, router

from ...models import Follow, Mute, TweetHashtag, Visibility
from ...swapping import get_tweet_model
from ..keyset import NEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from ...models import AbstractProfile
    from ..keyset import Cursor


class Candidate(NamedTuple):
    """What decides whether a tweet belongs in a home, before anybody reads it."""

    pk: int
    retweet_of: int | None
    author: Any
    reply_to: Any


COLUMNS = ", ".join(
    f"t.{name}" for name in ("id", "retweet_of_id", "profile_id", "in_reply_to_profile_id")
)


class Statement:
    """What statements over the rows behind a cursor have in common.

    by: the column that the cursor is of, with the name that the statement has for its table.
    """

    def __init__(self, cursor: Cursor, by: str = "t.id") -> None:
        self.connection = connections[router.db_for_read(get_tweet_model())]
        self.tweets = self.table(get_tweet_model())
        self.field: Any = get_tweet_model()._meta.get_field("profile")
        self.alias = by.partition(".")[0]
        self.order = f"ORDER BY {by} {'ASC' if cursor.is_upwards else 'DESC'}"
        bounds = [(f"{by} < %s", cursor.before), (f"{by} > %s", cursor.after)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        self.bounds = " AND ".join(sql for sql, _ in given) or "1 = 1"
        self.values = [value for _, value in given]

    def table(self, model: type[Model]) -> str:
        """The quoted name of a table."""
        return self.connection.ops.quote_name(model._meta.db_table)

    def key(self, profile: Any) -> Any:
        """The key of a profile as the database takes it."""
        return self.field.get_db_prep_value(profile, self.connection)

    def fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of sql."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def of_each(
        self, name: str, model: type[Model], keys: Sequence[Any], columns: str, *, each: int
    ) -> tuple[str, list[Any]]:
        """What to select columns from, and its parameters: of each of keys, so many rows of model.

        name is the field that the keys are of. They are the first of each behind the cursor, in no
        order, and are read straight from the index (that field, what the cursor is of).
        """
        field: Any = model._meta.get_field(name)
        table = self.table(model)
        keys = [field.get_db_prep_value(key, self.connection) for key in keys]
        few = (
            f"SELECT {{}} FROM {table} {self.alias} WHERE {self.alias}.{field.column} = {{}}"
            f" AND {self.bounds} {self.order} LIMIT {each:d}"
        ).format
        params: list[Any]
        if self.connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
            kind, of_one = field.db_type(self.connection), few(columns, "one.id")
            source = f"unnest(%s::{kind}[]) one (id), LATERAL ({of_one}) {self.alias}"
            params = [keys, *self.values]
        elif self.connection.vendor == "sqlite":
            ids = few(f"{self.alias}.id", "one.value")
            source = f"json_each(%s) one JOIN {table} {self.alias} ON {self.alias}.id IN ({ids})"
            params = [json.dumps(keys), *self.values]
        else:  # pragma: no cover - MariaDB and MySQL, where it is tested too
            of_one = f"({few(columns, '%s')})"
            source = f"({' UNION ALL '.join([of_one] * len(keys))}) {self.alias}"
            params = [value for key in keys for value in (key, *self.values)]
        return source, params


def followed_by(viewer: AbstractProfile, *, limit: int) -> list[Any]:
    """Keys of up to so many of those whom viewer follows and hasn't muted."""
    one = Statement(NEWEST)
    rows = one.fetch(
        f"SELECT f.followed_id FROM {one.table(Follow)} f WHERE f.follower_id = %s AND NOT EXISTS"
        f" (SELECT 1 FROM {one.table(Mute)} m WHERE m.muter_id = %s AND m.muted_id = f.followed_id)"
        f" LIMIT {limit:d}",
        [one.key(viewer.pk)] * 2,
    )
    return [one.field.to_python(key) for (key,) in rows]


def newest_of_each(
    authors: Sequence[Any], cursor: Cursor, *, each: int, limit: int
) -> list[Candidate]:
    """The newest of each of authors, up to so many, and of them all the newest up to limit.

    Upwards, the oldest above the cursor. Straight from the index (profile, -id).
    """
    one = Statement(cursor)
    # Ids alone at first: for them the index will do. Of 100 authors that takes 2 ms of PostgreSQL,
    # and fetching 42 rows of each to keep the newest took 9 ms.
    source, params = one.of_each("profile", get_tweet_model(), authors, "t.id", each=each)
    ids = f"SELECT t.id FROM {source} {one.order} LIMIT {limit:d}"
    rows = one.fetch(
        f"SELECT {COLUMNS} FROM ({ids}) i JOIN {one.tweets} t ON t.id = i.id {one.order}", params
    )
    as_key = one.field.to_python  # SQLite has text for a UUID
    return [
        Candidate(pk, retweeted, as_key(author), as_key(to)) for pk, retweeted, author, to in rows
    ]


def newest_of_all(
    viewer: AbstractProfile, cursor: Cursor, *, width: int, limit: int
) -> tuple[list[tuple[int, int | None]], int | None]:
    """Of the newest tweets on the site, so many, those that belong in the home of viewer.

    Upwards, of the oldest above the cursor. Rows of (id, id of what it retweets), up to limit,
    and the last id that was looked at; None where the site has no more.
    """
    one = Statement(cursor)
    follows, mutes = one.table(Follow), one.table(Mute)
    me = one.key(viewer.pk)
    exists = "EXISTS (SELECT 1 FROM {} LIMIT 1 OFFSET 0)".format  # as in models/visibility.py
    follow = exists(f"{follows} f WHERE f.follower_id = %s AND f.followed_id = {{0}}")
    mute = exists(f"{mutes} m WHERE m.muter_id = %s AND m.muted_id = {{0}}")
    heard = f"({follow} AND NOT {mute})".format
    author, answered = "t.profile_id", "t.in_reply_to_profile_id"
    rows = one.fetch(
        f"SELECT * FROM (SELECT t.id, t.retweet_of_id, 0 AS is_edge FROM"
        f" (SELECT {COLUMNS} FROM {one.tweets} t WHERE {one.bounds} {one.order} LIMIT {width:d}) t"
        f" WHERE {author} = %s OR ({heard(author)} AND"
        f" ({answered} IS NULL OR {answered} = %s OR {heard(answered)}))"
        f" {one.order} LIMIT {limit:d}) found"
        f" UNION ALL SELECT * FROM (SELECT t.id, t.retweet_of_id, 1 FROM {one.tweets} t"
        f" WHERE {one.bounds} {one.order} LIMIT 1 OFFSET {width - 1:d}) edge",
        [*one.values, *[me] * 6, *one.values],
    )
    found = [(key, retweeted) for key, retweeted, is_edge in rows if not is_edge]
    found.sort(reverse=not cursor.is_upwards)  # a UNION keeps no order
    return found, next((key for key, _, is_edge in rows if is_edge), None)


class Tagged(NamedTuple):
    """A tweet with a hashtag, and whether it is of those that come home for it."""

    pk: int
    hashtag: int
    is_for_all: bool


def newest_of_each_hashtag(
    hashtags: Sequence[int], cursor: Cursor, *, each: int, limit: int
) -> list[Tagged]:
    """The newest with each of hashtags, up to so many, and of them all the newest up to limit.

    Upwards, the oldest above the cursor. Straight from the index (hashtag, -tweet). For all are
    public tweets that answer nobody.
    """
    one = Statement(cursor, by="h.tweet_id")
    columns = "h.tweet_id, h.hashtag_id"
    source, params = one.of_each("hashtag", TweetHashtag, hashtags, columns, each=each)
    newest = f"SELECT {columns} FROM {source} {one.order} LIMIT {limit:d}"
    rows = one.fetch(
        f"SELECT {columns}, t.visibility, t.in_reply_to_id FROM ({newest}) h"
        f" LEFT JOIN {one.tweets} t ON t.id = h.tweet_id {one.order}",
        params,
    )
    return [
        Tagged(pk, hashtag, visibility == Visibility.PUBLIC and answered is None)
        for pk, hashtag, visibility, answered in rows
    ]

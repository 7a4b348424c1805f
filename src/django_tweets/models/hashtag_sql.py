"""Statements for the hashtags of a new tweet, in SQL that is built once.

The ORM builds it for each tweet, and a tweet with a hashtag took twice the CPU of one without: see
docs/benchmarks.md. Names of tables and columns are quoted, and values are parameters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections

from ..swapping import get_tweet_model
from .hashtag import Hashtag, TweetHashtag, is_public_use

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MAX_ROWS = 100  # for one statement: some builds of SQLite take 999 parameters

_ANY_TWEET = 2**62 + 1  # stands for the key of a tweet in SQL that is built


class Use(NamedTuple):
    """Columns of a TweetHashtag that is inserted: a model instance takes ten times as long."""

    tweet_id: int
    hashtag_id: int
    is_counted: bool


def lock_by_key(
    keys: Collection[str], tweet: int, *, using: str
) -> tuple[dict[int, Hashtag], bool | None]:
    """Lock the hashtags with these keys as counters.lock() does. Return them by primary key.

    Also whether tweet, a key, is a public use of its hashtags: None if no hashtag was found.
    """
    sql, params = _locking_sql(using, get_tweet_model(), len(keys))
    values = [tweet if value == _ANY_TWEET else value for value in params]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [*values, *keys])
        rows = cursor.fetchall()
    names = [field.attname for field in Hashtag._meta.concrete_fields]
    hashtags = (Hashtag.from_db(using, names, row[1:]) for row in rows)
    return {hashtag.pk: hashtag for hashtag in hashtags}, bool(rows[0][0]) if rows else None


def increment(keys: Sequence[int], by: int, *, using: str) -> None:
    """Add `by` to tweet_count of the hashtags with these primary keys."""
    count = _column(Hashtag, "tweet_count", using)
    sql = (
        f"UPDATE {_table(Hashtag, using)} SET {count} = {count} + %s"
        f" WHERE {_column(Hashtag, 'id', using)} IN ({_places(len(keys))})"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [by, *keys])


def insert(uses: Sequence[Use], *, using: str) -> None:
    """Insert a TweetHashtag for each of uses."""
    columns = ", ".join(_column(TweetHashtag, name, using) for name in Use._fields)
    places = ", ".join([f"({_places(len(Use._fields))})"] * len(uses))
    sql = f"INSERT INTO {_table(TweetHashtag, using)} ({columns}) VALUES {places}"
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [value for use in uses for value in use])


@lru_cache(256)
def _locking_sql(using: str, tweet_model: Any, count: int) -> tuple[str, list[Any]]:
    """Return the statement of lock_by_key() for `count` keys, and the parameters before these."""
    connection = connections[using]
    uses = tweet_model._base_manager.using(using).filter(is_public_use(), pk=_ANY_TWEET)
    is_use, params = uses.values("pk")[:1].query.get_compiler(using).as_sql()
    fields = [field.name for field in Hashtag._meta.concrete_fields]
    columns = ", ".join(_column(Hashtag, name, using) for name in fields)
    sql = (
        f"SELECT EXISTS({is_use}), {columns} FROM {_table(Hashtag, using)}"
        f" WHERE {_column(Hashtag, 'key', using)} IN ({_places(count)})"
        f" ORDER BY {_column(Hashtag, 'id', using)}"
    )
    if connection.features.has_select_for_update:  # pragma: no cover - not on SQLite
        no_key = connection.features.has_select_for_no_key_update
        sql = f"{sql} {connection.ops.for_update_sql(no_key=no_key)}"
    return sql, list(params)


def _table(model: Any, using: str) -> str:
    name: str = connections[using].ops.quote_name(model._meta.db_table)
    return name


def _column(model: Any, name: str, using: str) -> str:
    column: str = connections[using].ops.quote_name(model._meta.get_field(name).column)
    return column


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)

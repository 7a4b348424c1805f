"""Scan the newest search entries, in windows of bounded size.

For a common term this is enough, and faster than a full text index: the index would have to find
and sort all its tweets, while a scan in key order soon finds twenty.
"""

from __future__ import annotations

from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from ...models import SearchEntry
from ...snowflake import NODE_BITS
from .base import Matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import IdRange, Phrase, TermQuery

KEY = "tweet_id"

MINUTE = 60_000 << NODE_BITS  # ids


class EntryRange:
    """SQL for the entries of an id range, in its direction. `e` is the alias of the entry table."""

    def __init__(self, id_range: IdRange, using: str | None = None) -> None:
        self.id_range = id_range
        self.connection = connections[using or router.db_for_read(SearchEntry)]
        self.table = self.connection.ops.quote_name(SearchEntry._meta.db_table)
        self.order = f"ORDER BY e.{KEY} {'ASC' if id_range.is_ascending else 'DESC'}"
        bounds = [(f"e.{KEY} > %s", id_range.above), (f"e.{KEY} < %s", id_range.below)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        self.bounds = " AND ".join(sql for sql, _ in given) or "1 = 1"
        self.values = [value for _, value in given]

    def fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of sql."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def match_by_index(  # pragma: no cover - not SQLite's
        self, condition: str, params: Sequence[Any], query: TermQuery, size: int
    ) -> Matches:
        """Return the first matches of an index condition, up to size.

        The index finds the terms of a phrase. That they are adjacent is checked in the entries by
        LIKE: PostgreSQL would make a vector of each entry, and took 110 ms instead of 20.
        """
        also, patterns = _make_conditions(query.unindexed)
        readable, keys = get_readable(query, f"e.{KEY}")
        # Without OFFSET, PostgreSQL would scan the primary key: very slow if nothing matches. All
        # matches are sorted before the first is looked at, so that only as many as are needed are
        # asked whether they are readable. MariaDB keeps the order of a derived table, but with an
        # outer ORDER BY it would ask all of them.
        every = f"LIMIT {2**62:d} OFFSET 0"
        order = self.order if self.connection.vendor == "postgresql" else ""
        rows = self.fetch(
            f"SELECT e.{KEY} FROM (SELECT e.{KEY} FROM"
            f" (SELECT e.{KEY} FROM {self.table} e WHERE {condition}"
            f" AND {also} AND {self.bounds} {every}) e {self.order} {every}) e"
            f" WHERE {readable} {order} LIMIT {size:d}",
            [*params, *patterns, *self.values, *keys],
        )
        ids = [key for (key,) in rows]
        return Matches(ids, ids[-1] if len(ids) == size else None)

    def get_window_ends(self, widths: Sequence[int]) -> list[int | None]:
        """Return the ids where windows of so many entries end, one after the other: one statement.

        None for a window that the range does not fill. An end is at a full minute, so that it is no
        tweet's id: it may become a cursor, and the tweet may be hidden.
        """
        ends = " UNION ALL ".join(
            f"SELECT * FROM (SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} {self.order}"
            f" LIMIT 1 OFFSET {offset - 1:d}) e{offset:d}"
            for offset in accumulate(widths)
        )
        found = {key for (key,) in self.fetch(ends, self.values * len(widths))}
        keys = sorted(found, reverse=not self.id_range.is_ascending)
        minutes = [
            -(-key // MINUTE) * MINUTE if self.id_range.is_ascending else key // MINUTE * MINUTE
            for key in keys
        ]
        return [*minutes, *[None] * (len(widths) - len(minutes))]

    def scan_window(self, query: TermQuery, window_end: int | None, size: int) -> Matches:
        """Return the matches up to window_end, or to the end of the range; of them, up to size."""
        # Its end comes from another statement: no planner sorts rows between two known keys.
        conditions, patterns = _make_conditions(query)
        readable, keys = get_readable(query, f"e.{KEY}")
        if window_end is not None:
            conditions += (
                f" AND e.{KEY} {'<=' if self.id_range.is_ascending else '>='} {window_end:d}"
            )
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} AND {conditions}"
            f" AND {readable} {self.order} LIMIT {size:d}",
            [*self.values, *patterns, *keys],
        )
        ids = [key for (key,) in rows]
        return Matches(ids, ids[-1] if len(ids) == size else window_end)


def scan_windows(
    query: TermQuery,
    id_range: IdRange,
    size: int,
    widths: Sequence[int],
    *,
    has_index: bool = False,
) -> tuple[Matches, IdRange]:
    """Scan windows of these widths. Return the matches, and the range after the last window.

    has_index: stop early if, by the matches of the last window, the next would not fill the page.
    The index is used for the rest.

    It does not stop where the range ends, because hidden entries move that place. They move the
    ends of windows, too, and so the horizon and the number of windows: docs/security.md.
    """
    ids: list[int] = []
    horizon = None
    ends = EntryRange(id_range).get_window_ends(widths)
    for end, width, further in zip_longest(ends, widths, widths[1:], fillvalue=0):
        found = EntryRange(id_range).scan_window(query, end, size - len(ids))
        ids += found.ids
        horizon = found.horizon
        id_range = id_range.emptied() if horizon is None else id_range.after(horizon)
        if len(ids) == size or (has_index and len(found.ids) * (width + further) < size * width):
            break
    return Matches(ids, horizon), id_range


def get_readable(query: TermQuery, column: str) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL condition for the tweets that query may find, and its parameters."""
    return ("1 = 1", ()) if query.readable is None else query.readable.get_condition(column)


def _make_conditions(query: TermQuery) -> tuple[str, list[str]]:
    """Return the SQL condition for entries that match query, and its parameters."""
    parts, patterns = _make_likes(*query.parts)
    for each in query.any_of:
        likes, more = _make_likes(each.phrases, each.missing)
        parts.append(f"({' OR '.join(likes)})")
        patterns += more
    return " AND ".join(parts) or "1 = 1", patterns


def _make_likes(
    required: Sequence[Phrase], excluded: Sequence[Phrase]
) -> tuple[list[str], list[str]]:
    """Return a SQL condition for each phrase, and their parameters."""
    likes = ["e.words LIKE %s"] * len(required) + ["e.words NOT LIKE %s"] * len(excluded)
    return likes, [f"% {' '.join(phrase)} %" for phrase in (*required, *excluded)]

"""Scan the newest search entries, in windows of time: see reading/windows.py.

For a common term this is enough, and faster than a full text index: the index would have to find
and sort all its tweets, while a scan in key order soon finds twenty.
"""

from __future__ import annotations

from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from ...models import SearchEntry
from ...reading.windows import MAX_DENSITY, Window, get_windows
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

    def get_windows(self, widths: Sequence[int]) -> list[Window]:
        """Return the windows of time of these widths: one statement.

        A window ends earlier if it has too many entries, at a full minute: so that its end, which
        may become a cursor, is not the id of a hidden tweet.
        """
        ids, is_ascending = self.id_range, self.id_range.is_ascending
        windows = get_windows(widths, ids.below, ids.above, is_ascending)
        bound = self.get_bound(windows[-1].end)
        ends = " UNION ALL ".join(
            f"SELECT * FROM (SELECT {number} AS window, e.{KEY} FROM {self.table} e"
            f" WHERE {self.bounds}{bound} {self.order} LIMIT 1 OFFSET {rows - 1:d}) e{number}"
            for number, rows in enumerate(
                accumulate(MAX_DENSITY * window.width for window in windows)
            )
        )
        for number, key in self.fetch(ends, self.values * len(windows)):
            end, width = windows[number]
            minute = -(-key // MINUTE) * MINUTE if is_ascending else key // MINUTE * MINUTE
            ends_first = min if is_ascending else max
            windows[number] = Window(minute if end is None else ends_first(end, minute), width)
        return windows

    def get_bound(self, window_end: int | None) -> str:
        """Return SQL for the entries up to window_end, to follow the bounds."""
        if window_end is None:
            return ""
        return f" AND e.{KEY} {'<=' if self.id_range.is_ascending else '>='} {window_end:d}"

    def scan_window(self, query: TermQuery, window_end: int | None, size: int) -> Matches:
        """Return the matches up to window_end, or to the end of the range; of them, up to size."""
        # Its end comes from another statement: no planner sorts rows between two known keys.
        conditions, patterns = _make_conditions(query)
        readable, keys = get_readable(query, f"e.{KEY}")
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds}{self.get_bound(window_end)}"
            f" AND {conditions} AND {readable} {self.order} LIMIT {size:d}",
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
) -> Matches:
    """Scan windows of these widths, and return the matches.

    has_index: stop early if, by the matches of the last window, the next would not fill the page.
    """
    ids: list[int] = []
    windows = EntryRange(id_range).get_windows(widths)
    for window, following in zip_longest(windows, windows[1:]):  # pragma: no branch - the last ends
        found = EntryRange(id_range).scan_window(query, window.end, size - len(ids))
        ids += found.ids
        if len(ids) == size or following is None or found.horizon is None:
            break
        id_range = id_range.after(found.horizon)
        rows = window.width + following.width
        is_rare = len(found.ids) * rows < size * window.width
        if has_index and is_rare:  # pragma: no cover - not SQLite's
            break
    return Matches(ids, found.horizon)


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

"""Scan the newest search entries, in windows of bounded size.

For a common term this is enough, and faster than a full text index: the index would have to find
and sort all its tweets, while a scan in key order soon finds twenty.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from ...models import SearchEntry
from .base import Matches, TermQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import IdRange

KEY = "tweet_id"


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
        phrases = TermQuery(*(tuple(p for p in part if len(p) > 1) for part in query.parts))
        also, patterns = _make_conditions(phrases)
        # Without OFFSET, PostgreSQL would scan the primary key: very slow if nothing matches.
        rows = self.fetch(
            f"SELECT e.{KEY} FROM (SELECT e.{KEY} FROM {self.table} e WHERE {condition}"
            f" AND {also} AND {self.bounds} LIMIT {2**62:d} OFFSET 0) e"
            f" {self.order} LIMIT {size:d}",
            [*params, *patterns, *self.values],
        )
        ids = [key for (key,) in rows]
        return Matches(ids, ids[-1] if len(ids) == size else None)

    def get_window_end(self, width: int) -> int | None:
        """Return the id of the last of the first width entries; None if there are fewer."""
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} {self.order}"
            f" LIMIT 1 OFFSET {width - 1:d}",
            self.values,
        )
        return rows[0][0] if rows else None

    def scan_window(self, query: TermQuery, width: int, size: int) -> Matches:
        """Return the matches among the first width entries, up to size."""
        # In a statement of its own: no planner sorts rows between two known keys.
        window_end = self.get_window_end(width)
        conditions, patterns = _make_conditions(query)
        if window_end is not None:
            conditions += (
                f" AND e.{KEY} {'<=' if self.id_range.is_ascending else '>='} {window_end:d}"
            )
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} AND {conditions}"
            f" {self.order} LIMIT {size:d}",
            [*self.values, *patterns],
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
    """
    ids: list[int] = []
    horizon = None
    for width, further in zip_longest(widths, widths[1:], fillvalue=0):
        found = EntryRange(id_range).scan_window(query, width, size - len(ids))
        ids += found.ids
        horizon = found.horizon
        if horizon is None:
            break
        id_range = id_range.after(horizon)
        if len(ids) == size or (has_index and len(found.ids) * (width + further) < size * width):
            break
    return Matches(ids, horizon), id_range


def _make_conditions(query: TermQuery) -> tuple[str, list[str]]:
    """Return the SQL condition for entries that match query, and its parameters."""
    required, excluded = ([f"% {' '.join(phrase)} %" for phrase in part] for part in query.parts)
    parts = ["e.words LIKE %s"] * len(required) + ["e.words NOT LIKE %s"] * len(excluded)
    return " AND ".join(parts) or "1 = 1", required + excluded

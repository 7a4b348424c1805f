"""Reading the entries one by one: the newest, in windows of bounded size.

For a common word that is all there is to do, and faster than any index of words: its tweets would
have to be found all, to be put in order, and here twenty are soon found in the order of the key.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from ...models import SearchEntry
from .base import Found, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .base import Span

KEY = "tweet_id"


class Entries:
    """The entries of a span, as statements ask for them; `e` is the entry."""

    def __init__(self, span: Span, using: str | None = None) -> None:
        self.span = span
        self.connection = connections[using or router.db_for_read(SearchEntry)]
        self.table = self.connection.ops.quote_name(SearchEntry._meta.db_table)
        self.order = f"ORDER BY e.{KEY} {'ASC' if span.is_upwards else 'DESC'}"
        bounds = [(f"e.{KEY} > %s", span.above), (f"e.{KEY} < %s", span.below)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        self.bounds = " AND ".join(sql for sql, _ in given) or "1 = 1"
        self.values = [value for _, value in given]

    def fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of sql."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def matching(  # pragma: no cover - not SQLite's
        self, condition: str, params: Sequence[Any], wanted: Wanted, size: int
    ) -> Found:
        """The first that match an index's condition, found by that index: all, or so many.

        Of phrases the index is asked for their words. Whether they stand side by side is seen in
        the entries: PostgreSQL would make a vector of each, and took 110 ms instead of 20.
        """
        phrases = Wanted(*(tuple(p for p in part if len(p) > 1) for part in wanted.parts))
        also, patterns = _conditions(phrases)
        # Without OFFSET, PostgreSQL would rather walk the key, for days if nothing matches.
        rows = self.fetch(
            f"SELECT e.{KEY} FROM (SELECT e.{KEY} FROM {self.table} e WHERE {condition}"
            f" AND {also} AND {self.bounds} LIMIT {2**62:d} OFFSET 0) e"
            f" {self.order} LIMIT {size:d}",
            [*params, *patterns, *self.values],
        )
        ids = [key for (key,) in rows]
        return Found(ids, ids[-1] if len(ids) == size else None)

    def edge(self, width: int) -> int | None:
        """The last id of the first so many; None if there are fewer."""
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} {self.order}"
            f" LIMIT 1 OFFSET {width - 1:d}",
            self.values,
        )
        return rows[0][0] if rows else None

    def among(self, wanted: Wanted, width: int, size: int) -> Found:
        """Those of the first so many that match, up to size."""
        # Asked by itself: what is between two known keys, no planner thinks of sorting.
        edge = self.edge(width)
        conditions, patterns = _conditions(wanted)
        if edge is not None:
            conditions += f" AND e.{KEY} {'<=' if self.span.is_upwards else '>='} {edge:d}"
        rows = self.fetch(
            f"SELECT e.{KEY} FROM {self.table} e WHERE {self.bounds} AND {conditions}"
            f" {self.order} LIMIT {size:d}",
            [*self.values, *patterns],
        )
        ids = [key for (key,) in rows]
        return Found(ids, ids[-1] if len(ids) == size else edge)


def walk(
    wanted: Wanted, span: Span, size: int, widths: Sequence[int], *, has_index: bool = False
) -> tuple[Found, Span]:
    """What is found in windows of so many entries each, and the span that is left behind them.

    With an index to ask instead, a window is left out that would not fill the page, as what was
    found in the one before it says.
    """
    ids: list[int] = []
    horizon = None
    for width, further in zip_longest(widths, widths[1:], fillvalue=0):
        found = Entries(span).among(wanted, width, size - len(ids))
        ids += found.ids
        horizon = found.horizon
        if horizon is None:
            break
        span = span.beyond(horizon)
        if len(ids) == size or (has_index and len(found.ids) * (width + further) < size * width):
            break
    return Found(ids, horizon), span


def _conditions(wanted: Wanted) -> tuple[str, list[str]]:
    """That an entry matches, seen in itself, in SQL and its parameters."""
    having, lacking = ([f"% {' '.join(phrase)} %" for phrase in part] for part in wanted.parts)
    parts = ["e.words LIKE %s"] * len(having) + ["e.words NOT LIKE %s"] * len(lacking)
    return " AND ".join(parts) or "1 = 1", having + lacking

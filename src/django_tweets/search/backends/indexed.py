"""Base class of backends whose index must find all matches before it can sort them."""

from __future__ import annotations

from abc import abstractmethod

from .base import BaseSearch, IdRange, Matches, TermQuery
from .entry_scan import scan_windows

WINDOWS = (500, 4_000)
"""Widths, in tweets, of the windows that are scanned before the index is used. A query that finds
no full page in them has few enough matches to sort, even in millions of tweets."""

WINDOWS_WITHOUT_INDEX = (500, 4_000, 15_000)
"""The same for queries that the index can't answer: with excluded phrases alone."""


class IndexedSearch(BaseSearch):  # pragma: no cover - not on SQLite
    """Scans the newest entries, then uses the index."""

    applies_visibility = True

    def find(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        if not query.is_indexed:
            return scan_windows(query, id_range, size, WINDOWS_WITHOUT_INDEX)
        found = scan_windows(query, id_range, size, WINDOWS, has_index=True)
        if len(found.ids) == size or found.horizon is None:
            return found
        rest = id_range.after(found.horizon)
        more = self.query_index(query, rest, size - len(found.ids))
        return Matches([*found.ids, *more.ids], more.horizon)

    @abstractmethod
    def query_index(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        """Find matches with the index, as find() does. query is_indexed."""

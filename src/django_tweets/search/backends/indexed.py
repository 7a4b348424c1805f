"""What backends share whose index finds all that match before the newest of them are known."""

from __future__ import annotations

from abc import abstractmethod

from .base import BaseSearch, Found, Span, Wanted
from .entry_scan import walk

WINDOWS = (500, 4_000)
"""Entries that are read one by one before the index is asked. What is too rare for a page of those
has few enough matches, even in millions of tweets, to be put in order."""

WINDOWS_WITHOUT = (500, 4_000, 15_000)
"""The same, where the index can't be asked: for what only lacks something."""


class IndexedSearch(BaseSearch):  # pragma: no cover - not on SQLite
    """Walks the newest entries; then asks the index."""

    def find(self, wanted: Wanted, span: Span, size: int) -> Found:
        if not wanted.having:
            return walk(wanted, span, size, WINDOWS_WITHOUT)[0]
        found, rest = walk(wanted, span, size, WINDOWS, has_index=True)
        if found.horizon is None or len(found.ids) == size:
            return found
        more = self.look_up(wanted, rest, size - len(found.ids))
        return Found([*found.ids, *more.ids], more.horizon)

    @abstractmethod
    def look_up(self, wanted: Wanted, span: Span, size: int) -> Found:
        """As find(), by the index, of what has something."""

"""Choose the database of each query: one process measures all databases in turn."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_current: list[str] = []


@contextmanager
def use_database(alias: str) -> Iterator[None]:
    """Send every query to the database alias."""
    _current.append(alias)
    try:
        yield
    finally:
        _current.pop()


class CurrentDatabase:
    """A database router that uses the database of use_database()."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _current[-1]

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return _current[-1]

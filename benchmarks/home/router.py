"""Which of the databases is meant: one process measures all, one request after the other."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_current: list[str] = []


@contextmanager
def at(alias: str) -> Iterator[None]:
    """Send every query to the database alias."""
    _current.append(alias)
    try:
        yield
    finally:
        _current.pop()


class CurrentDatabase:
    """The database router: all goes where at() says."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _current[-1]

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return _current[-1]

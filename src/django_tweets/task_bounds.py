"""Bounds of the work of one task, in batches of rows and in seconds.

Loops over many rows call count_batch() before each batch. A task that has used up its bound ends
there, with all batches before it committed: each task goes on where it was when it runs again.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCHES_IN_REQUEST = 20
"""Batches of a task in a request, where no worker runs tasks: at most 10,000 rows."""
SECONDS_IN_REQUEST = 4.0
"""The same in seconds: gunicorn ends a request after 30, and one can cause several tasks."""

BATCHES_IN_BACKGROUND = 1000
SECONDS_IN_BACKGROUND = 60.0
"""Bounds of a task in a worker: others wait for it, and RQ ends a task after 180 seconds."""


class Unfinished(Exception):  # noqa: N818 - no error: the rest is done later
    """The bound is used up, and rows are left."""


class _Bound:
    """Batches and seconds that are left."""

    def __init__(self, batches: int, seconds: float) -> None:
        self._batches, self._end = batches, monotonic() + seconds

    def count_batch(self) -> None:
        self._batches -= 1
        if self._batches < 0 or monotonic() > self._end:
            raise Unfinished


class _Sweep:
    """Work without a bound, until somebody stops it."""

    def __init__(self, is_stopped: Callable[[], bool]) -> None:
        self._is_stopped = is_stopped

    def count_batch(self) -> None:
        if self._is_stopped():
            raise Unfinished


_current: ContextVar[_Bound | _Sweep | None] = ContextVar("django_tweets_bound", default=None)


@contextmanager
def bounded(*, in_background: bool) -> Iterator[None]:
    """Bound the work in this context. Within another bound, or a sweep, that one stays."""
    if _current.get() is not None:
        yield
        return
    if in_background:
        bound = _Bound(BATCHES_IN_BACKGROUND, SECONDS_IN_BACKGROUND)
    else:
        bound = _Bound(BATCHES_IN_REQUEST, SECONDS_IN_REQUEST)
    token = _current.set(bound)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def unbounded() -> Iterator[None]:
    """Let the work in this context run to its end, also within another bound or a sweep."""
    token = _current.set(_Sweep(lambda: False) if is_sweeping() else None)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def sweeping(is_stopped: Callable[[], bool]) -> Iterator[None]:
    """Run all tasks in this context at once and to their end.

    is_stopped: asked between batches; once it returns True, the work ends with Unfinished.
    """
    token = _current.set(_Sweep(is_stopped))
    try:
        yield
    finally:
        _current.reset(token)


def is_sweeping() -> bool:
    """Whether sweeping() is in effect."""
    return isinstance(_current.get(), _Sweep)


def count_batch() -> None:
    """Count a batch of rows that is about to be written. Raise Unfinished if it is one too many.

    Call it outside of the transaction of a batch.
    """
    current = _current.get()
    if current is not None:
        current.count_batch()

"""Loops over many rows, in key order, with a bounded number of them in memory.

Rows are read from the database for writing. Each batch starts behind the last key of the one
before, so a loop ends even if its rows stay, and a row is handled at most once. In a task, a loop
ends with task_bounds.Unfinished where the bound of the task is used up.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from ..task_bounds import count_batch
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)

BATCH_SIZE = 500
"""Rows of one batch, unless the caller says otherwise. They are locked, counted and written in one
transaction, for which other writers wait."""


def row_batches(rows: QuerySet[Row], *, size: int | None = None) -> Iterator[list[Row]]:
    """Yield rows in lists of at most size."""
    return _batches(rows, attrgetter("pk"), size)


def key_batches(rows: QuerySet[Any], *, size: int | None = None) -> Iterator[list[Any]]:
    """Yield the keys of rows in lists of at most size."""
    return _batches(rows.values_list("pk", flat=True), lambda key: key, size)


def value_batches(
    rows: QuerySet[Any], *columns: str, size: int | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield tuples, of a key and the columns of its row, in lists of at most size."""
    return _batches(rows.values_list("pk", *columns), itemgetter(0), size)


def _batches(rows: Any, key_of: Callable[[Any], Any], size: int | None) -> Iterator[list[Any]]:
    size = BATCH_SIZE if size is None else size
    if size < 1:
        raise ValueError(f"A batch has one row at least, not {size}.")
    rows = for_write(rows).order_by("pk")
    run = _run.get()
    if run is not None and not run.is_in_loop:
        yield from run.follow(rows, key_of, size)
        return
    batch = list(rows[:size])
    while batch:
        count_batch()
        yield batch
        batch = list(rows.filter(pk__gt=key_of(batch[-1]))[:size])


class Position(NamedTuple):
    """A place in a run of loops, which is the same in the next run of the same command."""

    loop: int
    """Number of the outermost loop, from 1."""
    key: Any
    """Key of the last row that is done, as text."""

    def __str__(self) -> str:
        return f"{self.loop}:{self.key}"


class InvalidPosition(ValueError):  # noqa: N818 - a value
    """A position is that of another command, or of none."""


class Stopped(Exception):  # noqa: N818 - no error: somebody has asked for it
    """A run has stopped after a batch. position: where the next run goes on."""

    def __init__(self, position: Position) -> None:
        super().__init__(str(position))
        self.position = position


class Run:
    """The outermost loops of a command: it can stop after each of their batches, and go on there.

    after: where an earlier run has stopped. report: called after each batch with the model and the
    number of its rows that are done. should_stop: asked then.
    """

    def __init__(
        self,
        after: Position | None = None,
        *,
        report: Callable[[type[Model], int], object] = lambda model, done: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.after = after or Position(0, None)
        self.report, self.should_stop = report, should_stop
        self.is_in_loop = False
        self._loop = 0

    def follow(self, rows: Any, key_of: Callable[[Any], Any], size: int) -> Iterator[list[Any]]:
        """Yield the batches of a loop, without those that are done already. Raise Stopped."""
        self._loop += 1
        number, done = self._loop, 0
        if number < self.after.loop:
            return
        remaining = rows
        if number == self.after.loop:
            remaining = rows.filter(pk__gt=self._parse_key(rows.model))
        try:
            self.is_in_loop = True
            while batch := list(remaining[:size]):
                yield batch
                done += len(batch)
                key = key_of(batch[-1])
                self.report(rows.model, done)
                if self.should_stop():
                    raise Stopped(Position(number, key))
                remaining = rows.filter(pk__gt=key)
        finally:
            self.is_in_loop = False

    def _parse_key(self, model: type[Model]) -> Any:
        try:
            return model._meta.pk.to_python(self.after.key)
        except ValidationError as error:
            name = model._meta.verbose_name
            raise InvalidPosition(f"{self.after.key!r} is no key of a {name}.") from error


_run: ContextVar[Run | None] = ContextVar("django_tweets_run_of_batches", default=None)


@contextmanager
def following(run: Run) -> Iterator[None]:
    """Let run follow the outermost loops within this context."""
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)

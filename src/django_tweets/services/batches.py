"""Loops over many rows, in key order, with a bounded number of them in memory.

Rows are read from the database for writing. Each batch starts behind the last key of the one
before, so a loop ends even if its rows stay, and a row is handled at most once.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

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
    batch = list(rows[:size])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=key_of(batch[-1]))[:size])

"""Tools of the sweep: its window of time, and loops over the rows of that time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .. import snowflake
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    Call = tuple[Any, ...]
    """A task and its arguments."""
    Batches = Iterator[list[Call]]
    """The tasks that were lost, one list for each batch of rows that was read."""

BATCH_SIZE = 1000  # rows that are compared in one statement

MAX_OLD_BATCHES = 20
"""Batches without a row of the window after which no more is read: an import may have written rows
of earlier years in between."""


class Window(NamedTuple):
    """The time whose rows are compared."""

    since: datetime
    until: datetime

    @property
    def ids(self) -> tuple[int, int]:
        """The Snowflakes at which it begins and ends."""
        return snowflake.first_id(self.since), snowflake.first_id(self.until)


class Step(NamedTuple):
    """One search for lost tasks."""

    name: str
    find: Callable[[Window], Batches]
    tasks: tuple[Any, ...]
    """The tasks that it can find."""


def recent_keys(rows: QuerySet[Any], window: Window, at: str = "created_at") -> Iterator[list[Any]]:
    """Yield the keys of the rows of window in batches, the newest first.

    Keys are given out in the order of time, so this needs no index of the time. at: the column of
    the time, or of a Snowflake, which may be negative.
    """
    is_id = at == "newest"
    since, until = window.ids if is_id else window
    ordered: Any = for_write(rows).order_by("-pk").values_list("pk", at)
    batch, old = list(ordered[:BATCH_SIZE]), 0
    while batch and old < MAX_OLD_BATCHES:
        found = [pk for pk, time in batch if since <= (abs(time) if is_id else time) < until]
        old = 0 if found else old + (max(time for _, time in batch) < since)
        if found:
            yield found
        batch = list(ordered.filter(pk__lt=batch[-1][0])[:BATCH_SIZE])


def recent_tweets(rows: QuerySet[Any], window: Window, column: str = "pk") -> Iterator[list[int]]:
    """Yield the keys of tweets of window in batches, in their order.

    rows: of the tweet model, or of another whose column has the key of a tweet.
    """
    after, until = window.ids
    keys: Any = for_write(rows).order_by(column).values_list(column, flat=True).distinct()
    keys = keys.filter(**{f"{column}__lt": until})
    batch = list(keys.filter(**{f"{column}__gte": after})[:BATCH_SIZE])
    while batch:
        yield batch
        batch = list(keys.filter(**{f"{column}__gt": batch[-1]})[:BATCH_SIZE])


def calls(work: Any, keys: Iterable[Any]) -> list[Call]:
    """Return a call of a task for each of keys, once."""
    return [(work, key) for key in dict.fromkeys(keys)]

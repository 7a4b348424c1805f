"""Ids that sort by time: 41 bits of milliseconds, 10 of worker, 12 of sequence.

The layout is Twitter's (https://github.com/twitter-archive/snowflake); the epoch is the year
2000, so that an import of tweets older than Twitter still has ids above zero.
"""

from __future__ import annotations

import itertools
import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAX_ID = 2**63 - 1

NODE_BITS = 22  # worker and sequence
_MILLISECOND = timedelta(milliseconds=1)

_process: int | None = None
_nodes: Iterator[int] = iter(())


def make(at: datetime) -> int:
    """A new id of the moment at; a naive moment is taken in the site's own time zone.

    ValueError before the year 2000 and after 2069, which 41 bits can't hold.
    """
    return first(at) | _next_node()


def first(at: datetime) -> int:
    """The least id that a tweet of the moment at can have: a bound for a range of time."""
    if timezone.is_naive(at):
        at = timezone.make_aware(at, timezone.get_default_timezone())
    milliseconds = (at - EPOCH) // _MILLISECOND
    if not 0 <= milliseconds < 1 << 41:
        raise ValueError(f"{at:%Y-%m-%d} is not between 2000-01-01 and 2069-09-06.")
    return milliseconds << NODE_BITS


def moment(snowflake: int) -> datetime:
    """The moment that an id was made of, to the millisecond, in UTC."""
    return EPOCH + (snowflake >> NODE_BITS) * _MILLISECOND


def _next_node() -> int:
    """Worker and sequence: where this process started, at random, and one further each time.

    Nothing hands out worker numbers, and a process id repeats in every container. One count
    through all 22 bits keeps a process from meeting itself even where an import gives
    thousands of tweets the same second, and two processes meet in one millisecond once in
    four million times: for that, AbstractTweet.save() takes the next id.
    """
    global _process, _nodes
    if _process != os.getpid():
        # The count first: another thread that finds the process known must find its count too.
        _nodes, _process = itertools.count(secrets.randbits(NODE_BITS)), os.getpid()
    return next(_nodes) % (1 << NODE_BITS)


class SnowflakeField(models.BigIntegerField):
    """A primary key made from its row's created_at when the row is first saved."""

    def get_pk_value_on_save(self, instance: Any) -> int:
        return make(instance.created_at)

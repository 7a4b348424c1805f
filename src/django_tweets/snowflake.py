"""Snowflakes: ids that sort by time, with 41 bits of milliseconds, 10 of worker, 12 of sequence.

The layout is Twitter's (https://github.com/twitter-archive/snowflake). The epoch is the year 2000,
so that imported tweets older than Twitter have ids above zero.
"""

from __future__ import annotations

import itertools
import os
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SnowflakeField", "first_id", "get_time", "make_id"]

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAX_ID = 2**63 - 1

NODE_BITS = 22  # worker and sequence
_MILLISECOND = timedelta(milliseconds=1)

_process: int | None = None
_nodes: Iterator[int] = iter(())
_key = secrets.token_bytes(16)


def make_id(at: datetime) -> int:
    """Return a new id for a time. A naive time is in the default time zone.

    Raise ValueError before the year 2000 and after 2069: 41 bits hold no other times.
    """
    first = first_id(at)
    return first | _next_node(first)


def first_id(at: datetime) -> int:
    """Return the smallest possible id for a time: a bound for a range of ids."""
    if timezone.is_naive(at):
        at = timezone.make_aware(at, timezone.get_default_timezone())
    milliseconds = (at - EPOCH) // _MILLISECOND
    if not 0 <= milliseconds < 1 << 41:
        raise ValueError(f"{at:%Y-%m-%d} is not between 2000-01-01 and 2069-09-06.")
    return milliseconds << NODE_BITS


def get_time(snowflake: int) -> datetime:
    """Return the time of an id, to the millisecond, in UTC."""
    return EPOCH + (snowflake >> NODE_BITS) * _MILLISECOND


def read_id(written: str) -> int | None:
    """Return the id that a request has sent as text; None if no column can hold it."""
    if not (written.isascii() and written.isdigit() and len(written) <= 19):
        return None
    number = int(written)
    return number if number <= MAX_ID else None


def _next_node(first: int) -> int:
    """Return worker and sequence: a count of this process that starts at a random number.

    Nothing assigns worker numbers, and process ids repeat in containers. One count through all 22
    bits keeps the ids of a process different, even if an import gives thousands of tweets the same
    time. Two processes make the same id in one millisecond once in four million times; then
    AbstractTweet.save() uses the next id.

    first: the smallest id of the millisecond, which shifts the count by a secret number. Else two
    ids would tell how many the process has made in between, those of hidden tweets among them.
    """
    global _process, _nodes
    if _process != os.getpid():
        # Set the count first: another thread that sees the new process must see its count too.
        _nodes, _process = itertools.count(secrets.randbits(NODE_BITS)), os.getpid()
    return (next(_nodes) + _shift(first)) % (1 << NODE_BITS)


def _shift(first: int) -> int:
    """Return the secret number of a millisecond: the count keeps its order within it."""
    return int.from_bytes(blake2b(first.to_bytes(8), digest_size=4, key=_key).digest())


class SnowflakeField(models.BigIntegerField):
    """A primary key that is made from created_at when the row is first saved.

    From the time of that, if the model has no created_at.
    """

    def get_pk_value_on_save(self, instance: Any) -> int:
        return make_id(getattr(instance, "created_at", None) or timezone.now())

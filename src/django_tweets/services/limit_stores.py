"""Token buckets: taken from atomically, so that all processes together let through no more.

A bucket is stored as one number, the time at which it is full again (the generic cell rate
algorithm): an action moves it by the time in which its tokens are filled up, and is refused if it
would then be further away than an empty bucket takes.

Redis or Valkey counts in one round trip, if it is the site's default cache. Any other cache can't
do that for all processes, so there the database counts.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache.backends.redis import RedisCache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from ..cache import breaker, get_backend
from ..circuit_breaker import ServerUnavailable
from ..models import RateLimit
from .databases import for_write
from .idempotency import ATTEMPTS
from .limit_cleaning import clean_later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

SECOND = 1_000_000
"""Microseconds."""


def get_microseconds() -> int:
    """Return the time, in microseconds since 1970."""
    return int(time.time() * SECOND)


class Bucket(NamedTuple):
    """A bucket, and the cost of an action, in whole microseconds, which are exact."""

    key: str
    period: int
    """Time in which it is filled up from empty."""
    cost: int
    """Time in which the tokens that the action takes are filled up; at most period."""


class Refusal(NamedTuple):
    """The bucket that has too few tokens."""

    position: int
    wait: int
    """Microseconds until it has enough."""


class Store(ABC):
    """Base of the stores of buckets."""

    @abstractmethod
    def take(self, buckets: Sequence[Bucket]) -> Refusal | None:
        """Take the tokens of all buckets, or of none if one has too few."""


class RedisStore(Store):
    """Buckets in Redis or Valkey, all in one round trip. They expire when they are full.

    While the server is away, the database counts: from zero, so who exceeds a limit just then may
    do so much again.
    """

    # Lua's numbers are exact up to 2**53, which are microseconds until the year 2255.
    script = """
        local now, full = tonumber(ARGV[1]), {}
        for i, key in ipairs(KEYS) do
            local period, cost = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
            full[i] = math.max(tonumber(redis.call('GET', key) or 0), now) + cost
            if full[i] > now + period then
                return {i, full[i] - now - period}
            end
        end
        for i, key in ipairs(KEYS) do
            local seconds = math.ceil((full[i] - now) / 1000000)
            redis.call('SET', key, string.format('%.0f', full[i]), 'EX', seconds)
        end
        return {0, 0}
    """

    def __init__(self, backend: RedisCache) -> None:
        self.backend = backend

    def take(self, buckets: Sequence[Bucket]) -> Refusal | None:
        cache: Any = self.backend._cache
        client = cache.get_client(None, write=True)
        keys = [self.backend.make_key(f"django_tweets:limit:{bucket.key}") for bucket in buckets]
        times = [time for bucket in buckets for time in (bucket.period, bucket.cost)]
        script = client.register_script(self.script)
        try:
            number, wait = breaker.call(
                lambda: script(keys=keys, args=[get_microseconds(), *times])
            )
        except ServerUnavailable:
            return DatabaseStore().take(buckets)
        return Refusal(number - 1, wait) if number else None


class DatabaseStore(Store):
    """Buckets in the database: one statement each, and two more for one that has no row."""

    def take(self, buckets: Sequence[Bucket]) -> Refusal | None:
        rows = for_write(RateLimit._base_manager.all())
        for index, bucket in enumerate(buckets):
            if wait := self._take_one(rows, bucket):
                for taken in buckets[:index]:
                    rows.filter(pk=taken.key).update(full_at=F("full_at") - taken.cost)
                return Refusal(index, wait)
        return None

    def _take_one(self, rows: QuerySet[RateLimit], bucket: Bucket) -> int:
        """Return 0, or the microseconds until there are enough tokens."""
        found, room = rows.filter(pk=bucket.key), bucket.period - bucket.cost
        for _ in range(ATTEMPTS):
            now = get_microseconds()
            full_at = Greatest(F("full_at"), now) + bucket.cost
            if found.filter(full_at__lte=now + room).update(full_at=full_at):
                return 0
            stored = found.values_list("full_at", flat=True).first()
            if stored is None:
                # Another process may insert it first: then take from that one.
                with suppress(IntegrityError), transaction.atomic(using=rows.db):
                    rows.create(key=bucket.key, full_at=now + bucket.cost)
                    clean_later(rows.db)
                    return 0
            elif (wait := stored - get_microseconds() - room) > 0:
                return wait
        # A transaction of the host that doesn't see what others have committed since it began.
        return bucket.cost


def get_store() -> Store:
    """Return the store of the site."""
    backend = get_backend()
    return RedisStore(backend) if isinstance(backend, RedisCache) else DatabaseStore()

"""Views of tweets in the site's cache, until a task writes them to the database.

They are collected in windows of time. A window is written after it has ended, when it doesn't
change any more: so a task that is killed begins again with the same numbers. No key and no value
tells who has seen a tweet: a window has tweets and numbers. A sender has a number of views, without
their tweets, under a digest that expires after a window.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.cache.backends.redis import RedisCache

from ..cache import breaker, get_backend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.cache.backends.base import BaseCache

WINDOW = 300
"""Seconds of a window."""

DELAY = 60
"""Seconds after the end of a window until it is written: for requests that are not done yet, and
for the clocks of servers that differ."""

KEPT_FOR = 86_400
"""Seconds for which the cache keeps a window that no task writes."""

MAX_TWEETS = 100_000
"""Tweets whose views one window counts in Redis: about 10 MB there."""

MAX_ENTRIES = 20_000
"""Requests whose views one window counts in another cache."""

MAX_PER_SENDER = 1000
"""Views that one window counts of a member, or of an address."""

READ_AT_ONCE = 500
"""Entries that are read from the cache in one call."""

PREFIX = "django_tweets:views"


def get_window() -> int:
    """Return the window of now: when it began, in seconds since 1970."""
    return int(time.time()) // WINDOW * WINDOW


def get_ended_windows() -> list[int]:
    """Return the windows that may be written, oldest first."""
    now = int(time.time())
    last = (now - DELAY) // WINDOW * WINDOW
    return list(range(last - KEPT_FOR, last, WINDOW))


class Store(ABC):
    """Base of the stores of views. Methods raise ServerUnavailable while the cache is away."""

    def __init__(self, backend: BaseCache) -> None:
        self.backend = backend

    @abstractmethod
    def add(self, keys: Sequence[int], sender: str) -> bool:
        """Count a view of each of keys. Return whether they are the first of a window.

        sender: a digest; "" is nobody, whose views have no limit.
        """

    @abstractmethod
    def find(self, windows: Sequence[int]) -> list[int]:
        """Return those of windows that have views."""

    @abstractmethod
    def read(self, window: int) -> dict[int, int]:
        """Return the numbers of views in a window, by the key of the tweet."""

    @abstractmethod
    def forget(self, window: int) -> None:
        """Forget a window."""


class RedisStore(Store):
    """Views in Redis or Valkey: a hash for each window, and one round trip for each request."""

    script = """
        local kept, max_tweets = ARGV[1], tonumber(ARGV[2])
        if KEYS[2] then
            local sent = redis.call('INCRBY', KEYS[2], #ARGV - 4)
            if sent == #ARGV - 4 then
                redis.call('EXPIRE', KEYS[2], ARGV[4])
            end
            if sent > tonumber(ARGV[3]) then
                return 0
            end
        end
        local known = redis.call('HLEN', KEYS[1])
        for i = 5, #ARGV do
            if known < max_tweets or redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
                redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
            end
        end
        if known > 0 then
            return 0
        end
        redis.call('EXPIRE', KEYS[1], kept)
        return 1
    """

    def add(self, keys: Sequence[int], sender: str) -> bool:
        names = [self._name(get_window())]
        if sender:
            names.append(self.backend.make_key(f"{PREFIX}:sender:{sender}"))
        script = self._client.register_script(self.script)
        args = [KEPT_FOR, MAX_TWEETS, MAX_PER_SENDER, WINDOW, *keys]
        return bool(breaker.call(lambda: script(keys=names, args=args)))

    def find(self, windows: Sequence[int]) -> list[int]:
        pipeline = self._client.pipeline(transaction=False)
        for window in windows:
            pipeline.exists(self._name(window))
        found = breaker.call(pipeline.execute)
        return [window for window, exists in zip(windows, found, strict=True) if exists]

    def read(self, window: int) -> dict[int, int]:
        name = self._name(window)
        found = breaker.call(lambda: self._client.hgetall(name))
        return {int(key): int(count) for key, count in found.items()}

    def forget(self, window: int) -> None:
        name = self._name(window)
        breaker.call(lambda: self._client.unlink(name))

    def _name(self, window: int) -> str:
        return self.backend.make_key(f"{PREFIX}:{window}")

    @property
    def _client(self) -> Any:
        cache: Any = self.backend
        return cache._cache.get_client(None, write=True)


class EntryStore(Store):
    """Views in Memcached, or another cache that increments a number for all processes.

    Such a cache can't list its keys. So each request gets a number from the counter of its window,
    and an entry of that number.
    """

    def add(self, keys: Sequence[int], sender: str) -> bool:
        return breaker.call(lambda: self._add(keys, sender))

    def _add(self, keys: Sequence[int], sender: str) -> bool:
        if sender:
            name = f"{PREFIX}:sender:{sender}"
            if self._increment(name, len(keys), WINDOW) > MAX_PER_SENDER:
                return False
        name = self._name(get_window())
        number = self._increment(name, 1, KEPT_FOR)
        if number <= MAX_ENTRIES:
            self.backend.set(f"{name}:{number}", " ".join(map(str, keys)), KEPT_FOR)
        return number == 1

    def _increment(self, name: str, by: int, seconds: int) -> int:
        try:
            return self.backend.incr(name, by)
        except ValueError:  # there is no such key
            self.backend.add(name, 0, seconds)
        try:
            return self.backend.incr(name, by)
        except ValueError:  # the cache stores nothing
            return MAX_ENTRIES + 1

    def find(self, windows: Sequence[int]) -> list[int]:
        names = [self._name(window) for window in windows]
        found = breaker.call(lambda: self.backend.get_many(names))
        return [window for window in windows if self._name(window) in found]

    def read(self, window: int) -> dict[int, int]:
        counts: Counter[int] = Counter()
        for names in self._entries(window):
            found = breaker.call(partial(self.backend.get_many, names))
            for text in found.values():
                counts.update(map(int, text.split()))
        return dict(counts)

    def forget(self, window: int) -> None:
        for names in self._entries(window):
            breaker.call(partial(self.backend.delete_many, names))
        breaker.call(lambda: self.backend.delete(self._name(window)))

    def _entries(self, window: int) -> list[list[str]]:
        """Return the names of the entries of a window, in lists of those that are read at once."""
        name = self._name(window)
        last = min(breaker.call(lambda: self.backend.get(name, 0)), MAX_ENTRIES)
        names = [f"{name}:{number}" for number in range(1, last + 1)]
        return [names[at : at + READ_AT_ONCE] for at in range(0, last, READ_AT_ONCE)]

    def _name(self, window: int) -> str:
        return f"{PREFIX}:{window}"


def get_store() -> Store:
    """Return the store of the site."""
    backend = get_backend()
    return RedisStore(backend) if isinstance(backend, RedisCache) else EntryStore(backend)

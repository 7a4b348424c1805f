"""The cache of the site, CACHES["default"], which may be away: then a page is served without it.

All of our code that keeps something uses this object; tests/test_architecture.py checks that.
While the cache is away, each process keeps the same in its own memory: at most MAX_ENTRIES, and
values for at most MAX_SECONDS. So a page takes no more statements than with an empty cache, and
what is done once in ten minutes is done once in ten minutes by each process.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.signals import setting_changed

from .circuit_breaker import CircuitBreaker, ServerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.core.cache import BaseCache

__all__ = ["breaker", "cache", "get_backend"]

Result = TypeVar("Result")

ALIAS = "default"

MAX_ENTRIES = 500
MAX_SECONDS = 60
"""Of what a process keeps itself: others don't tell it of changes."""

UNREADABLE = (
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    pickle.PickleError,
    TypeError,
    ValueError,
)
"""Exceptions for a value that can't be unpickled: another version of the site has stored it. They
don't mean that the server is away."""


class _OwnMemory(LocMemCache):
    """The memory of this process. Its keys are those of the cache: a host's may name the tenant."""

    def make_key(self, key: Any, version: int | None = None) -> str:
        return get_backend().make_key(key, version)


_own = _OwnMemory("django_tweets.cache", {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

breaker = CircuitBreaker(
    f'CACHES["{ALIAS}"]',
    "each process keeps in its memory what it needs.",
    on_recovery=_own.clear,
)
"""For code that uses the server of the cache in another way."""


def get_backend() -> BaseCache:
    """Return the cache itself, for code that checks its class. Every call of it may fail."""
    return caches[ALIAS]


class SafeCache:
    """Methods of Django's caches that never fail because the server is away."""

    def get(self, key: str) -> Any:
        """Return the value of key, or None."""

        def read(backend: BaseCache) -> Any:
            return backend.get(key)

        return self._read(read, [key])

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the values of those of keys that have one."""
        names = list(keys)

        def read(backend: BaseCache) -> dict[str, Any]:
            return backend.get_many(names)

        return self._read(read, names)

    def __contains__(self, key: str) -> bool:
        return self._call(lambda backend: key in backend)

    def set(self, key: str, value: Any, seconds: float | None) -> bool:
        """Keep value. Return whether the server has it; else it is kept here for a minute."""
        try:
            breaker.call(lambda: get_backend().set(key, value, seconds))
        except ServerUnavailable:
            _own.set(key, value, MAX_SECONDS if seconds is None else min(seconds, MAX_SECONDS))
            return False
        return True

    def add(self, key: str, value: Any, seconds: float) -> bool:
        """Keep value if key has none. Return whether it had none."""
        try:
            return breaker.call(lambda: get_backend().add(key, value, seconds))
        except ServerUnavailable:
            return _own.add(key, value, seconds)

    def delete(self, key: str) -> None:
        """Forget the value of key."""
        self._call(lambda backend: backend.delete(key))

    def _read(self, read: Callable[[BaseCache], Result], keys: list[str]) -> Result:
        """Return read(backend). Forget the values of keys if one of them can't be unpickled."""
        try:
            return self._call(read, passed=UNREADABLE)
        except UNREADABLE:
            # This raises the same for a client that isn't installed.
            self._call(lambda backend: backend.delete_many(keys), passed=UNREADABLE)
            return self._call(read)

    def _call(
        self,
        function: Callable[[BaseCache], Result],
        passed: tuple[type[Exception], ...] = (),
    ) -> Result:
        try:
            return breaker.call(lambda: function(get_backend()), passed=passed)
        except ServerUnavailable:
            return function(_own)


def _forget_outage(*, setting: str, **kwargs: Any) -> None:
    """Begin anew with other settings, in tests."""
    if setting == "CACHES":
        breaker.reset()
        _own.clear()


setting_changed.connect(_forget_outage, dispatch_uid="django_tweets.cache")

cache = SafeCache()

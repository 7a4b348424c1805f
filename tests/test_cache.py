"""The cache while its server is away, hangs, or has values of another version of the site."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.core.cache import cache as site_cache
from django.core.cache.backends.locmem import LocMemCache

from django_tweets import circuit_breaker
from django_tweets.cache import breaker, cache
from django_tweets.services import unsent_texts
from tests import redis_server

if TYPE_CHECKING:
    from collections.abc import Iterator


class MemcacheError(Exception):
    """Like those of pymemcache and pylibmc: no OSError."""


class FailingCache(LocMemCache):
    """A cache that fails as long as error is set, and counts its calls."""

    error: ClassVar[BaseException | None] = None
    calls = 0

    def make_and_validate_key(self, key: Any, version: int | None = None) -> str:
        type(self).calls += 1
        if self.error is not None:
            raise self.error
        return super().make_and_validate_key(key, version)


@pytest.fixture
def failing(settings: Any) -> Iterator[type[FailingCache]]:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.FailingCache", "LOCATION": "failing"}}
    FailingCache.error, FailingCache.calls = MemcacheError("all servers seem to be down"), 0
    yield FailingCache
    FailingCache.error = None
    site_cache.clear()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the length of pauses."""

    def set_pause(seconds: float) -> None:
        monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", seconds)
        monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", seconds)

    set_pause(3600)
    return set_pause


@pytest.mark.parametrize(
    "error", [MemcacheError("down"), OSError(111, "refused"), TimeoutError("no answer")]
)
def test_process_keeps_values_itself_while_the_cache_is_away(
    failing: type[FailingCache], pauses: Any, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    failing.error = error
    assert cache.get("one") is None
    assert not cache.set("one", 1, 300)
    assert not cache.set("two", 2, None)
    assert cache.get("one") == 1
    assert "one" in cache
    assert cache.get_many({"one", "two", "three"}) == {"one": 1, "two": 2}
    assert cache.add("claim", True, 600)
    assert not cache.add("claim", True, 600)
    cache.delete("one")
    assert cache.get("one") is None
    assert failing.calls == 1, "the server was asked in a pause"
    (record,) = caplog.records
    assert type(error).__name__ in record.getMessage()


def test_cache_heals_by_itself(
    failing: type[FailingCache], pauses: Any, caplog: pytest.LogCaptureFixture
) -> None:
    pauses(0)
    for number in range(3):
        cache.set("one", number, 300)
    assert len(caplog.records) == 1
    failing.error = None
    assert cache.get("one") is None  # what the process kept may be out of date
    assert cache.set("one", "stored", 300)
    assert cache.get("one") == site_cache.get("one") == "stored"
    assert [record.getMessage() for record in caplog.records][1:] == ['CACHES["default"] is back.']
    failing.error = MemcacheError("again")
    assert cache.get("one") is None
    assert len(caplog.records) == 3


def test_keys_of_a_process_are_those_of_the_site(settings: Any, failing: Any, pauses: Any) -> None:
    """A site with tenants has a KEY_FUNCTION."""
    tenants = iter(["one", "one", "two"])
    options = {"KEY_FUNCTION": lambda key, prefix, version: f"{next(tenants)}:{key}"}
    settings.CACHES = {"default": {**settings.CACHES["default"], **options}}
    cache.set("trends", "of one", 60)
    assert cache.get("trends") == "of one"
    assert cache.get("trends") is None


class Old:
    """A class that another version of the site has."""


def test_value_that_cannot_be_unpickled_is_forgotten(
    failing: type[FailingCache], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing.error = None
    site_cache.set_many({"old": Old(), "other": 1})
    monkeypatch.delattr(f"{__name__}.Old")
    with pytest.raises((AttributeError, pickle.PickleError)):
        site_cache.get("old")
    assert cache.get_many(["old", "other"]) == {}
    assert site_cache.get("old") is None
    assert caplog.records == []


def test_mistake_in_the_settings_is_an_error(settings: Any) -> None:
    backend = "django.core.cache.backends.memcached.PyLibMCCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "127.0.0.1:1"}}
    with pytest.raises(ImportError, match="pylibmc"):
        cache.get("one")


def test_removal_of_unsent_texts_waits_in_the_process(
    db: None, failing: type[FailingCache], pauses: Any
) -> None:
    """No flag is lost: it says that deleted members have texts in sessions."""
    unsent_texts.enqueue_removal()
    unsent_texts.enqueue_removal()
    assert unsent_texts._waiting_here.is_set()
    breaker._next_call = 0
    failing.error = None
    unsent_texts.enqueue_waiting_removal()
    assert not unsent_texts._waiting_here.is_set()


@pytest.mark.redis
def test_redis_that_is_stopped_and_started(
    settings: Any, pauses: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server.run_server() as server:
        settings.CACHES = server.get_caches()
        assert cache.set("one", 1, 60)
        server.stop()
        for _ in range(3):
            assert cache.get("one") is None
        server.start()
        pauses(0)
        breaker._next_call = 0
        assert cache.set("one", 2, 60)
        assert cache.get("one") == site_cache.get("one") == 2
    assert ["away" in record.getMessage() for record in caplog.records] == [True, False]


@pytest.mark.redis
def test_redis_that_hangs_costs_one_timeout(
    settings: Any, pauses: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server.run_server() as server:
        settings.CACHES = server.get_caches(socket_timeout=0.2)
        assert cache.set("one", 1, 60)
        server.hang()
        assert [cache.get("one") for _ in range(100)] == [None] * 100
        (record,) = caplog.records
        assert "Timeout" in record.getMessage()
        server.resume()
        breaker._next_call = 0
        assert cache.get("one") == 1

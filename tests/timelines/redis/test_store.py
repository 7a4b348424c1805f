"""Stored homes: whatever arrives in whatever order, a home has all ids above its floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import redis
from hypothesis import given, settings, strategies

from django_tweets.contrib.redis.home_list import REPLACE, HomeList
from django_tweets.contrib.redis.server import Server
from django_tweets.contrib.redis.store import HomeStore
from django_tweets.snowflake import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.redis

KEEP = 20
# Few different ones, so that some come twice, and some that a float would round.
IDS = strategies.lists(strategies.integers(1, 60) | strategies.integers(2**60, MAX_ID), max_size=50)
FRESH = 61


@pytest.fixture(scope="module")
def store(redis_url: str) -> HomeStore:
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    return HomeStore(Server(lambda: client), "test", KEEP, 1000)


def store_home(
    store: HomeStore, ids: list[int], meanwhile: Callable[[], Any] | None = None
) -> bool:
    """Store a home with these ids and whatever happens meanwhile; return whether it is stored."""
    generation = store.begin("ada")
    newest = sorted(set(ids), reverse=True)
    read = HomeList(
        is_ready=True,
        floor=newest[KEEP] if len(newest) > KEEP else 0,
        generation=generation,
        newest_follow=7,
        failures=3,
        pulled=["bob", 5],
        ids=newest[:KEEP],
    )
    if meanwhile is not None:
        meanwhile()
    return store.finish("ada", read)


def check(store: HomeStore, everything: set[int]) -> HomeList:
    """Assert that the home has everything above its floor, and return it."""
    home = store.get("ada")
    assert home is not None
    assert home.ids == sorted((key for key in everything if key > home.floor), reverse=True)
    assert len(home.ids) <= KEEP
    assert (home.newest_follow, home.failures, home.pulled) == (7, 3, ["bob", 5])
    return home


@settings(max_examples=25, deadline=None)
@given(IDS, IDS, IDS)
def test_home_has_everything_above_its_floor(
    store: HomeStore, first: list[int], meanwhile: list[int], later: list[int]
) -> None:
    store.remove(["ada"])
    known = {*first, *meanwhile}

    def publish() -> None:
        for key in meanwhile:
            store.add(["ada"], key)

    assert store_home(store, first, publish)
    check(store, known)
    for number, key in enumerate(later, 1):
        store.add(["ada"], key)
        known.add(key)
        if number % 10 == 0 or number == len(later):
            check(store, known)
    assert store_home(store, first + meanwhile, lambda: store.add(["ada"], FRESH))
    # What was there before the second reading is not in it, if it is not read either.
    check(store, {*first, *meanwhile, FRESH})


def test_home_keeps_the_newest(store: HomeStore) -> None:
    store.remove(["ada"])
    assert store_home(store, [])
    for key in range(1, 100):
        store.add(["ada"], key)
    home = check(store, set(range(1, 100)))
    assert (len(home.ids), home.floor) == (KEEP, 99 - KEEP)


def test_home_that_got_many_tweets_while_it_was_read_keeps_the_newest(store: HomeStore) -> None:
    store.remove(["ada"])
    before, meanwhile = range(1, KEEP + 1), range(KEEP + 1, KEEP + 4)

    def publish() -> None:
        for key in meanwhile:
            store.add(["ada"], key)

    assert store_home(store, list(before), publish)
    home = check(store, {*before, *meanwhile})
    assert (len(home.ids), home.floor) == (KEEP, 3)


def test_old_tweet_overwrites_no_newer_one(store: HomeStore) -> None:
    store.remove(["ada"])
    assert store_home(store, list(range(100, 100 + KEEP)))
    store.add(["ada"], 50)
    assert check(store, set(range(100, 100 + KEEP))).floor == 50


def test_home_that_is_not_stored_gets_nothing(store: HomeStore) -> None:
    store.remove(["ada"])
    store.add(["ada", "bob"], 1)
    assert store.get("ada") is None


def test_home_that_was_removed_meanwhile_is_not_stored(store: HomeStore) -> None:
    """Also if another process has begun to read it again: it may know of more."""
    store.remove(["ada"])
    assert not store_home(store, [1], lambda: store.remove(["ada"]))

    def remove_and_begin() -> None:
        store.remove(["ada"])
        store.begin("ada")

    assert not store_home(store, [1], remove_and_begin)
    home: Any = store.get("ada")
    assert not home.is_ready


def test_home_lives_for_at_most_its_age(store: HomeStore, redis_url: str) -> None:
    store.remove(["ada"])
    store_home(store, list(range(1, KEEP)))
    client = redis.Redis.from_url(redis_url)
    assert 900 < client.ttl(store.name("ada")) <= 1000
    for key in range(KEEP, 3 * KEEP):
        store.add(["ada"], key)
    assert 900 < client.ttl(store.name("ada")) <= 1000


def test_home_takes_eight_bytes_for_each_tweet(store: HomeStore, redis_url: str) -> None:
    store.remove(["ada"])
    generation = store.begin("ada")
    read = HomeList(
        is_ready=True,
        floor=1,
        generation=generation,
        newest_follow=0,
        failures=0,
        pulled=[],
        ids=list(range(800, 0, -1)),
    )
    large = HomeStore(store.server, "test", 800, 1000)
    assert large.finish("ada", read)
    for key in range(801, 1700):
        large.add(["ada"], key)
    client = redis.Redis.from_url(redis_url)
    assert client.strlen(store.name("ada")) == 37 + 8 * 800
    size: Any = client.memory_usage(store.name("ada"))
    assert size < 7_300  # jemalloc's next size is 7,168


class BusyStore(HomeStore):
    """A store whose home gets tweets just before it is replaced, as often as `busy` says."""

    busy = 0

    def _run(self, script: Any, names: Any, *arguments: Any) -> list[Any]:
        if script is REPLACE and self.busy:
            self.busy -= 1
            self.add(["ada"], FRESH + self.busy)
        return super()._run(script, names, *arguments)


def test_home_that_is_updated_while_it_is_replaced(store: HomeStore) -> None:
    busy = BusyStore(store.server, "test", KEEP, 1000)
    busy.busy = 3
    assert store_home(busy, [1, 2])
    check(busy, {1, 2, 61, 62, 63})
    busy.busy = 1000  # all the time: the next visit tries again
    assert not store_home(busy, [1, 2])

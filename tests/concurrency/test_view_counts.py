"""Threads and processes that count views, and flush them, at the same moment."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.db import connections

from django_tweets import services
from django_tweets.models import TweetViewCount
from django_tweets.services import view_counts, view_stores
from tests.concurrency.test_processes import WORKERS, run_in_processes
from tests.concurrency.test_races import call_in_threads
from tests.factories import make_profile, make_tweets

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
    pytest.mark.redis,
    pytest.mark.usefixtures("redis_cache"),
]

if TYPE_CHECKING:
    from tests.factories import Tweet

ROUNDS = 20


@pytest.fixture
def tweets(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Tweet]:
    settings.DJANGO_TWEETS_VIEW_COUNTS = True
    monkeypatch.setattr(view_counts, "BATCH_SIZE", 3)
    monkeypatch.setattr(view_counts, "get_ended_windows", list)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    return make_tweets(make_profile(), 10)


def end_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window of now have ended, without waiting for it."""
    monkeypatch.setattr(view_counts, "get_ended_windows", lambda: [view_stores.get_window()])


def stored() -> dict[int, int]:
    return dict(TweetViewCount._base_manager.values_list("pk", "count"))


def _count(seed: int, keys: list[int]) -> None:
    caches.close_all()  # of the parent: its connection is not ours
    try:
        for _ in range(ROUNDS):
            services.count_views(None, keys)
    finally:
        connections.close_all()


def test_eight_processes_count_every_view(
    tweets: list[Tweet], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [tweet.pk for tweet in tweets]
    run_in_processes(_count, keys)
    end_window(monkeypatch)
    assert services.flush_view_counts() == WORKERS * ROUNDS * len(keys)
    assert stored() == dict.fromkeys(keys, WORKERS * ROUNDS)


def test_eight_flushes_at_once_write_every_view_once(
    tweets: list[Tweet], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [tweet.pk for tweet in tweets]
    for number in range(ROUNDS):
        services.count_views(None, keys[: 1 + number % len(keys)])
    expected = {
        key: sum(at <= number % len(keys) for number in range(ROUNDS))
        for at, key in enumerate(keys)
    }
    end_window(monkeypatch)
    written = call_in_threads(lambda number: services.flush_view_counts())
    assert sum(written) == sum(expected.values())
    assert stored() == expected


def test_counting_goes_on_while_windows_are_flushed(
    tweets: list[Tweet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four threads count in the window of now, while four write all that have ended."""
    keys = [tweet.pk for tweet in tweets]
    now = view_stores.get_window()
    ended = [now - n * view_stores.WINDOW for n in range(1, 6)]
    store = view_stores.get_store()
    for window in ended:
        with monkeypatch.context() as patch:
            patch.setattr(view_stores, "get_window", lambda window=window: window)
            store.add(keys, "")
    monkeypatch.setattr(view_counts, "get_ended_windows", lambda: ended)

    def act(number: int) -> None:
        for _ in range(ROUNDS):
            if number % 2:
                services.count_views(None, keys)
            else:
                services.flush_view_counts()

    call_in_threads(act)
    monkeypatch.setattr(view_counts, "get_ended_windows", lambda: [now, *ended])
    services.flush_view_counts()
    assert stored() == dict.fromkeys(keys, len(ended) + 4 * ROUNDS)

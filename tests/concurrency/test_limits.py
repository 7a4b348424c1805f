"""Eight processes that act for one member: they let through no more than one would."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.db import connections

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.services import LimitExceeded, limits
from tests.concurrency.test_processes import WORKERS, run_in_processes
from tests.concurrency.test_races import call_in_threads
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

ALLOWED = 20
ATTEMPTS = 15  # of each process

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.redis)])
def store(request: Any, settings: Any) -> None:
    if request.param == "redis":
        request.getfixturevalue("redis_cache")
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    # Long enough that no token comes back while the test runs.
    rate = f"{ALLOWED}/100 days"
    settings.DJANGO_TWEETS_LIMITS = {"publish": rate, "like": rate, "mention": rate}


def count_done(act: Callable[[int], Any], numbers: range) -> int:
    """Return how many calls of act were not one too many."""
    done = 0
    for number in numbers:
        try:
            act(number)
        except LimitExceeded:
            continue
        done += 1
    return done


def count_like(author: Profile, number: int) -> None:
    limits.count_action(author, "like")


def _publish(seed: int, author: Any) -> int:
    caches.close_all()  # of the parent: its connection is not ours
    try:
        profile = get_profile_model()._base_manager.get(pk=author)
        numbers = range(seed * ATTEMPTS, (seed + 1) * ATTEMPTS)
        return count_done(
            lambda number: services.publish(profile, f"number {number}", **TWEET_EXTRA), numbers
        )
    finally:
        connections.close_all()


@pytest.mark.usefixtures("store")
def test_eight_processes_publish_no_more_than_allowed() -> None:
    author = make_profile()
    assert sum(run_in_processes(_publish, author.pk)) == ALLOWED
    assert get_tweet_model()._base_manager.count() == ALLOWED


@pytest.mark.usefixtures("store")
def test_eight_threads_do_no_more_than_allowed() -> None:
    author = make_profile()

    def act(number: int) -> int:
        mine: Profile = get_profile_model()._base_manager.get(pk=author.pk)
        return count_done(lambda _: limits.count_action(mine, "like"), range(ATTEMPTS))

    assert sum(call_in_threads(act)) == ALLOWED


@pytest.mark.usefixtures("store")
def test_refused_mentions_give_back_what_they_took() -> None:
    """Two buckets: the first has tokens for all, the second has not."""
    author = make_profile()

    def act(number: int) -> int:
        mine: Profile = get_profile_model()._base_manager.get(pk=author.pk)
        both = {"like": 1, "mention": 3}
        return count_done(lambda _: limits.count_actions(mine, both), range(ATTEMPTS))

    done = sum(call_in_threads(act))
    assert done == ALLOWED // 3
    left = count_done(lambda _: limits.count_action(author, "like"), range(ALLOWED * 2))
    assert left == ALLOWED - done


@pytest.mark.usefixtures("store")
def test_first_action_of_a_member_in_eight_threads() -> None:
    """All insert the same row."""
    for _ in range(5):
        author = make_profile()

        def act(number: int, author: Profile = author) -> int:
            mine: Profile = get_profile_model()._base_manager.get(pk=author.pk)
            return count_done(lambda _: limits.count_action(mine, "like"), range(1))

        assert sum(call_in_threads(act)) == WORKERS
        left = count_done(partial(count_like, author), range(ALLOWED * 2))
        assert left == ALLOWED - WORKERS


@pytest.mark.usefixtures("store")
def test_same_form_in_eight_threads_is_one_tweet() -> None:
    """Also where the limit is reached by the first."""
    author = make_profile()
    for _ in range(ALLOWED - 1):
        limits.count_action(author, "publish")

    def act(number: int) -> int:
        mine: Profile = get_profile_model()._base_manager.get(pk=author.pk)
        try:
            return services.publish(mine, "hello", key="1", **TWEET_EXTRA).pk
        except LimitExceeded:
            return 0  # it came before the first was saved

    published = {*call_in_threads(act)} - {0}
    assert published == {*get_tweet_model()._base_manager.values_list("pk", flat=True)}
    assert len(published) == 1
    make_tweet(make_profile())

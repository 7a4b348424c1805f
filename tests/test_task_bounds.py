"""Bounds of a task: what one does in a request or a worker, and that the rest is done later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django
import pytest

from django_tweets import get_profile_model, get_tweet_model, services, task_bounds
from django_tweets.models import Follow, FollowRequest, Like, NotificationActor, TweetHashtag
from django_tweets.services import batches, counted_tweets, follows, hashtag_counts, tasks
from django_tweets.services import notification_groups as groups
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most
from tests.services.test_sweep import run_sweep

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

ROWS = 12
BATCHES = 3
SIZE = 2


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request does three batches of two rows."""
    monkeypatch.setattr(task_bounds, "BATCHES_IN_REQUEST", BATCHES)
    monkeypatch.setattr(batches, "BATCH_SIZE", SIZE)
    monkeypatch.setattr(follows, "ACCEPTED_AT_A_TIME", SIZE)
    monkeypatch.setattr(counted_tweets, "BATCH_SIZE", SIZE)
    monkeypatch.setattr(hashtag_counts, "BATCH_SIZE", SIZE)
    monkeypatch.setattr(groups, "BATCH", SIZE)


def test_deleting_a_profile_in_a_request_leaves_the_rest_to_the_sweep() -> None:
    author, profile = make_profile(), make_profile()
    for _ in range(ROWS):
        services.like(profile, make_tweet(author))
    with at_most(80):
        services.delete_profile(profile)
    left = Like.objects.filter(profile=profile.pk).count()
    assert left == ROWS - BATCHES * SIZE
    stored = get_profile_model()._base_manager.get(pk=profile.pk)
    assert stored.deleted_at is not None
    assert run_sweep()["deleted profiles"] == 1
    assert not get_profile_model()._base_manager.filter(pk=profile.pk).exists()
    assert find_inconsistencies() == []


def test_deleting_a_profile_with_tweets_leaves_nothing_without_a_tweet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(task_bounds, "BATCHES_IN_REQUEST", 4 * BATCHES)
    profile, fan = make_profile(), make_profile()
    for _ in range(ROWS):
        services.like(fan, make_tweet(profile, "#tea"))
    services.delete_profile(profile)
    tweets = get_tweet_model()._base_manager.filter(profile=profile.pk)
    assert 0 < tweets.count() < ROWS
    run_sweep()
    assert not tweets.exists()
    assert not Like.objects.exists()
    assert find_inconsistencies() == []


def test_deleting_a_tweet_in_a_request_leaves_the_rest_to_the_sweep() -> None:
    tweet = make_tweet(make_profile())
    for _ in range(ROWS):
        services.like(make_profile(), tweet)
    with at_most(60):
        services.delete(tweet)
    assert Like.objects.count() == ROWS - BATCHES * SIZE
    assert run_sweep()["deleted tweets"] == 1
    assert not Like.objects.exists()
    assert find_inconsistencies() == []


def test_unprotecting_in_a_request_leaves_requests_to_the_sweep() -> None:
    profile = make_profile(is_protected=True)
    for _ in range(ROWS):
        services.follow(make_profile(), profile)
    profile = get_profile_model()._base_manager.get(pk=profile.pk)
    services.update_profile(profile, is_protected=False)
    assert Follow.objects.count() == BATCHES * SIZE
    run_sweep()
    assert (Follow.objects.count(), FollowRequest.objects.count()) == (ROWS, 0)
    assert find_inconsistencies() == []


def test_suspended_followers_do_not_use_up_the_bound() -> None:
    profile = make_profile(is_protected=True)
    for number in range(ROWS + 1):
        services.follow(fan := make_profile(), profile)
        if number < ROWS:
            get_profile_model()._base_manager.filter(pk=fan.pk).update(is_suspended=True)
    profile = get_profile_model()._base_manager.get(pk=profile.pk)
    services.update_profile(profile, is_protected=False)
    assert Follow.objects.count() == 1


def make_noted_tweets(profile: Profile) -> list[Tweet]:
    """Make tweets of profile with a hashtag, each a quote and a notification of somebody else."""
    return [
        services.publish(profile, "#tea", quote_of=make_tweet(make_profile()), **TWEET_EXTRA)
        for _ in range(ROWS)
    ]


def test_protecting_in_a_request_leaves_counts_and_notifications_to_the_sweep() -> None:
    profile = make_profile()
    make_noted_tweets(profile)
    profile = get_profile_model()._base_manager.get(pk=profile.pk)
    services.update_profile(profile, is_protected=True)
    assert TweetHashtag.objects.filter(is_counted=True).exists()
    assert NotificationActor.objects.filter(newest__gt=0).exists()
    run_sweep()
    assert not TweetHashtag.objects.filter(is_counted=True).exists()
    assert not NotificationActor.objects.filter(newest__gt=0).exists()
    assert find_inconsistencies() == []


def test_stopped_sweep_ends_a_task_between_two_batches() -> None:
    with task_bounds.sweeping(lambda: True), pytest.raises(task_bounds.Unfinished):
        task_bounds.count_batch()


def test_time_is_a_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_bounds, "SECONDS_IN_REQUEST", -1.0)
    tweet = make_tweet(make_profile())
    services.like(make_profile(), tweet)
    services.delete(tweet)
    assert Like.objects.count() == 1


if django.VERSION >= (6, 0):

    def test_task_that_a_worker_does_not_end_is_enqueued_again(
        settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        tweet = make_tweet(make_profile())
        for _ in range(ROWS):
            services.like(make_profile(), tweet)
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        services.delete(tweet)
        backend: Any = default_task_backend
        monkeypatch.setattr(task_bounds, "BATCHES_IN_BACKGROUND", BATCHES)
        backend.clear()
        runs = 1
        tasks.purge_tweet.func(tweet.pk)  # as a worker does
        while backend.results:
            (result,) = backend.results
            assert (result.task.func.__name__, result.args) == ("purge_tweet", [tweet.pk])
            backend.clear()
            result.task.func(*result.args)
            runs += 1
        assert runs > ROWS / SIZE / BATCHES
        assert not Like.objects.exists()

"""Notifications agree with their causes after concurrent actions and their opposites."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import (
    Notification,
    NotificationActor,
    NotificationPreference,
    NotificationSettings,
)
from django_tweets.services import tasks
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.consistency import find_inconsistencies, find_wrong_notifications
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.hosts.badges.services import give_badge, take_badge_back
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


@pytest.fixture
def people() -> list[Profile]:
    return [make_profile(f"person{number}") for number in range(PEOPLE)]


@pytest.fixture
def author() -> Profile:
    return make_profile("author")


def test_concurrent_likes_make_one_notification(author: Profile, people: list[Profile]) -> None:
    tweet = make_tweet(author)
    call_in_threads(lambda number: services.like(people[number], tweet))
    assert notification_rows(author) == [("like", tweet.pk, {person.handle for person in people})]


@pytest.mark.needs("tests.hosts.badges")
def test_concurrent_notify_and_unnotify_end_consistent(
    author: Profile, people: list[Profile]
) -> None:
    def toggle(number: int) -> None:
        mine = people[number // 2]  # each profile in two threads
        for _ in range(3):
            give_badge(mine, author)
            if number % 4 > 1:
                take_badge_back(mine, author)

    call_in_threads(toggle)
    ((kind, _, handles),) = notification_rows(author)
    assert kind == "badge"
    assert handles == {people[number].handle for number in (0, 2)}
    assert find_inconsistencies() == []


def test_rebuild_beside_likes_ends_consistent(author: Profile, people: list[Profile]) -> None:
    """Each member's second like adds an actor to a notification that the rebuild recounts."""
    tweets = [make_tweet(author) for _ in range(4)]
    for tweet in tweets:
        services.like(people[0], tweet)
    for model in (Notification, NotificationActor):
        model._base_manager.all().delete()
    since = timezone.now() - timedelta(hours=1)

    def act(number: int) -> None:
        for tweet in tweets:
            if number % 2:
                services.rebuild_notifications([author], since=since)
            else:
                services.like(people[number], tweet)

    call_in_threads(act)
    assert {(kind, len(handles)) for kind, _, handles in notification_rows(author)} == {
        ("like", (PEOPLE + 1) // 2)
    }
    assert find_inconsistencies() == []


@pytest.mark.needs("tests.hosts.badges")
def test_concurrent_preferences_are_stored_once(author: Profile) -> None:
    kinds = [{"like": True, "badge": True}, {"badge": False, "like": False}]
    call_in_threads(lambda number: services.update_notification_settings(author, kinds[number % 2]))
    stored = NotificationPreference.objects.values_list("kind", "is_wanted")
    assert dict(stored) in kinds
    assert len(stored) == 2


def test_concurrent_likes_and_unlikes_end_consistent(
    author: Profile, people: list[Profile]
) -> None:
    tweet = make_tweet(author)

    def toggle(number: int) -> None:
        mine = people[number // 2]  # each profile in two threads
        verbs: list[Callable[..., Any]] = [services.like, services.unlike]
        for n in range(6 + number % 2):
            verbs[n % 2](mine, tweet)

    call_in_threads(toggle)
    assert find_wrong_notifications() == set()
    assert find_inconsistencies() == []
    notification_rows(author)  # checks counts and times


def test_concurrent_follows_and_unfollows_end_consistent(
    author: Profile, people: list[Profile]
) -> None:
    def toggle(number: int) -> None:
        mine = people[number // 2]
        for _ in range(3 + number % 2):
            services.follow(mine, author)
            if number % 4:
                services.unfollow(mine, author)

    call_in_threads(toggle)
    followers = set(author.followers.values_list("follower__handle", flat=True))
    assert set().union(*(people for _, _, people in notification_rows(author))) == followers
    assert find_inconsistencies() == []


def test_concurrent_tasks_of_one_tweet_notify_once(author: Profile, people: list[Profile]) -> None:
    said = make_tweet(author, " ".join(f"@{person.handle}" for person in people))
    call_in_threads(lambda number: tasks.update_tweet_notifications.enqueue(said.pk))
    assert find_wrong_notifications() == set()
    assert Notification.objects.count() == PEOPLE


def test_concurrent_edits_and_deletion_end_consistent(
    author: Profile, people: list[Profile]
) -> None:
    said = [services.publish(author, "hello @person0", **TWEET_EXTRA) for _ in range(4)]

    def change(number: int) -> None:
        tweet = get_tweet_model().objects.get(pk=said[number // 2].pk)
        if number == 7:
            services.delete(tweet)
            return
        for n in range(4):
            try:
                services.edit(tweet, f"hello @person{(number + n) % PEOPLE}")
            except get_tweet_model().DoesNotExist:
                return

    call_in_threads(change)
    assert find_wrong_notifications() == set()
    assert find_inconsistencies() == []


def test_concurrent_read_markers_keep_the_highest(author: Profile) -> None:
    call_in_threads(lambda number: services.mark_notifications_read(author, number + 1))
    assert NotificationSettings.objects.get().read_until == PEOPLE


def test_profiles_deleted_during_likes_leave_no_rows(people: list[Profile]) -> None:
    tweets = [make_tweet(person) for person in people]

    def act(number: int) -> None:
        mine = people[number]
        if number < 2:
            get_profile_model().objects.get(pk=mine.pk).delete()
            return
        for tweet in tweets[2:]:
            services.like(mine, tweet)

    call_in_threads(act)
    assert find_inconsistencies() == []
    assert find_wrong_notifications() == set()

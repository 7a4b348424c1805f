"""Actions that are taken back and done again: they notify once in a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import services, signals, snowflake, timelines
from django_tweets.models import Notification, NotificationActor, RemovedNotification
from django_tweets.services import limit_cleaning, tasks
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

Pair = tuple[Any, Any]

PAIRS: dict[str, Callable[[Profile, Tweet], Pair]] = {
    "like": lambda bob, tweet: (
        lambda: services.like(bob, tweet),
        lambda: services.unlike(bob, tweet),
    ),
    "retweet": lambda bob, tweet: (
        lambda: services.retweet(bob, tweet, **TWEET_EXTRA),
        lambda: services.unretweet(bob, tweet),
    ),
    "follow": lambda bob, tweet: (
        lambda: services.follow(bob, tweet.profile),
        lambda: services.unfollow(bob, tweet.profile),
    ),
}


@pytest.fixture
def rung() -> Iterator[list[Any]]:
    """The rows that signals.notified is sent for."""
    rows: list[Any] = []

    def receiver(notification_actor: Any, **kwargs: Any) -> None:
        rows.append(notification_actor)

    signals.notified.connect(receiver)
    yield rows
    signals.notified.disconnect(receiver)


@pytest.fixture(params=PAIRS)
def pair(request: Any, ada: Profile, bob: Profile) -> Pair:
    """Two functions: bob does something that ada is notified of, and takes it back."""
    return PAIRS[request.param](bob, make_tweet(ada))


def read_all(profile: Profile) -> None:
    """Mark all notifications of profile as read, as its page does."""
    newest = Notification._base_manager.order_by("-newest").values_list("newest", flat=True)[0]
    services.mark_notifications_read(profile, newest)


def test_repeated_action_notifies_once(
    pair: Pair, run_with_tasks: Any, ada: Profile, rung: list[Any]
) -> None:
    do, undo = pair
    run_with_tasks(do)
    (first,) = NotificationActor._base_manager.all()
    assert timelines.unread_count(ada) == 1
    read_all(ada)
    for _ in range(3):
        run_with_tasks(undo)
        assert not Notification._base_manager.exists()
        run_with_tasks(do)
        (again,) = NotificationActor._base_manager.all()
        assert again.newest == first.newest
        assert Notification._base_manager.get().newest == first.newest
    ada.refresh_from_db()
    assert timelines.unread_count(ada) == 0
    assert len(rung) == 1
    assert len(str(RemovedNotification._base_manager.get())) == 32
    assert find_inconsistencies() == []


def test_notification_that_was_not_read_stays_unread(
    pair: Pair, run_with_tasks: Any, ada: Profile
) -> None:
    do, undo = pair
    for action in (do, undo, do):
        run_with_tasks(action)
    assert timelines.unread_count(ada) == 1


def make_older(**time: int) -> None:
    """Let all notifications be so much older."""
    difference = snowflake.first_id(timezone.now()) - snowflake.first_id(
        timezone.now() - timedelta(**time)
    )
    for model in (Notification, NotificationActor, RemovedNotification):
        for row in model._base_manager.all():
            model._base_manager.filter(pk=row.pk).update(newest=row.newest - difference)


@pytest.mark.parametrize("is_removed_first", [False, True])
def test_action_of_yesterday_notifies_again(
    pair: Pair, run_with_tasks: Any, rung: list[Any], is_removed_first: bool
) -> None:
    do, undo = pair
    run_with_tasks(do)
    if is_removed_first:
        run_with_tasks(undo)
    make_older(hours=25)
    run_with_tasks(undo)
    run_with_tasks(do)
    (again,) = NotificationActor._base_manager.all()
    assert again.newest > snowflake.first_id(timezone.now() - timedelta(minutes=5))
    assert len(rung) == 2


def test_follow_request_notifies_once(bob: Profile, run_with_tasks: Any, rung: list[Any]) -> None:
    followed = make_profile(is_protected=True)
    for _ in range(3):
        run_with_tasks(services.follow, bob, followed)
        run_with_tasks(services.unfollow, bob, followed)
    assert len(rung) == 1


def test_hidden_actor_is_not_remembered(
    ada: Profile, bob: Profile, run_with_tasks: Any, rung: list[Any]
) -> None:
    tweet = make_tweet(ada)
    services.mute(ada, bob)
    run_with_tasks(services.like, bob, tweet)
    run_with_tasks(services.unlike, bob, tweet)
    assert not RemovedNotification._base_manager.exists()
    services.unmute(ada, bob)
    run_with_tasks(services.like, bob, tweet)
    assert len(rung) == 1


def test_actors_of_one_action_are_not_confused(
    ada: Profile, bob: Profile, run_with_tasks: Any, rung: list[Any]
) -> None:
    one, other = make_tweet(ada), make_tweet(ada)
    run_with_tasks(services.like, bob, one)
    run_with_tasks(services.unlike, bob, one)
    run_with_tasks(services.like, make_profile(), one)
    run_with_tasks(services.like, bob, other)
    run_with_tasks(services.retweet, bob, one, **TWEET_EXTRA)
    assert len(rung) == 4


@pytest.mark.needs("tests.hosts.badges")
def test_own_kind_notifies_once(
    ada: Profile, bob: Profile, run_with_tasks: Any, rung: list[Any]
) -> None:
    for _ in range(2):
        assert run_with_tasks(services.notify, ada, "badge", actor=bob)
        assert run_with_tasks(services.unnotify, ada, "badge", actor=bob)
    assert len(rung) == 1


def test_task_deletes_what_is_older_than_a_day(
    ada: Profile, bob: Profile, run_with_tasks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit_cleaning, "MAX_CLEANED", 1)
    tweet = make_tweet(ada)
    for person in (bob, make_profile()):
        run_with_tasks(services.like, person, tweet)
        run_with_tasks(services.unlike, person, tweet)
    tasks.delete_old_limits.func()
    assert RemovedNotification._base_manager.count() == 2
    make_older(days=2)
    tasks.delete_old_limits.func()
    assert not RemovedNotification._base_manager.exists()

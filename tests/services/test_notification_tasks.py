"""Notifications in special cases: signals, deleted profiles, query counts, and races of tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from django_tweets import services, signals, snowflake
from django_tweets.models import FollowRequest, Notification, NotificationActor
from django_tweets.services import tasks
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


Call = Any


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


def publish(author: Profile, content: str, **fields: Any) -> Tweet:
    return services.publish(author, content, **{**TWEET_EXTRA, **fields})


def test_without_notifications_notifies_nobody(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
) -> None:
    with services.without_notifications():
        run_with_tasks(services.like, bob, tweet)
    assert notification_rows(ada) == []
    run_with_tasks(services.follow, bob, ada)
    assert notification_rows(ada) == [("follow", None, {"bob"})]


def test_notified_signal_is_sent_once_per_actor(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
) -> None:
    received: list[NotificationActor] = []

    def receiver(sender: Any, notification_actor: NotificationActor, **kwargs: Any) -> None:
        assert sender is NotificationActor
        received.append(notification_actor)

    signals.notified.connect(receiver)
    try:
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(publish, bob, "@ada")
        run_with_tasks(tasks.update_reaction_notification.enqueue, "like", str(bob.pk), tweet.pk)
    finally:
        signals.notified.disconnect(receiver)
    assert [row.notification.kind for row in received] == ["like", "mention"]
    assert {row.actor_id for row in received} == {bob.pk}


@pytest.mark.parametrize(
    "leave", [services.delete_profile, lambda person: person.delete()], ids=["in time", "at once"]
)
def test_deleted_profile_is_removed_as_actor_and_recipient(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call, leave: Callable[[Profile], Any]
) -> None:
    eve = make_profile("eve")
    for person in (bob, eve):
        run_with_tasks(services.like, person, tweet)
    run_with_tasks(publish, bob, "@ada @eve")
    run_with_tasks(services.follow, ada, bob)
    run_with_tasks(leave, bob)
    assert notification_rows(ada) == [("like", tweet.pk, {"eve"})]
    assert notification_rows(eve) == []
    assert find_inconsistencies() == []


@pytest.mark.parametrize("others", [0, 5])
def test_query_count_of_a_like_does_not_depend_on_other_likes(
    bob: Profile,
    tweet: Tweet,
    run_with_tasks: Call,
    django_assert_num_queries: Any,
    others: int,
) -> None:
    for _ in range(others):
        run_with_tasks(services.like, make_profile(), tweet)
    services.like(bob, tweet)
    # read cause with the row, savepoint, count (or create), add actor, release, read cause and
    # whether they may still be told: by itself on MariaDB
    with django_assert_num_queries(7 if connection.vendor == "mysql" else 6):
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)


def test_query_count_of_a_reply(
    ada: Profile, bob: Profile, tweet: Tweet, django_assert_num_queries: Any
) -> None:
    said = publish(bob, "@ada", in_reply_to=tweet)
    # read, savepoint, create, add actors, release, read again; on MariaDB a lock
    with django_assert_num_queries(7 if connection.vendor == "mysql" else 6):
        tasks.update_tweet_notifications.enqueue(said.pk)


def test_tweet_edited_or_deleted_during_its_task(ada: Profile, bob: Profile) -> None:
    eve = make_profile("eve")
    said = publish(bob, "hello @ada")
    with run_before_statement("INSERT", lambda: services.edit(said, "hello @eve")):
        tasks.update_tweet_notifications.enqueue(said.pk)
    assert notification_rows(ada) == []
    assert notification_rows(eve) == [("mention", said.pk, {"bob"})]
    other = publish(bob, "hello @ada")
    with run_before_statement("INSERT", lambda: services.delete(other)):
        tasks.update_tweet_notifications.enqueue(other.pk)
    assert notification_rows(ada) == []


def test_tweet_of_which_another_worker_notifies(ada: Profile, bob: Profile) -> None:
    eve = make_profile("eve")
    said = publish(bob, "hello @ada @eve")
    with run_before_statement(
        "SAVEPOINT", lambda: tasks.update_tweet_notifications.enqueue(said.pk)
    ):
        tasks.update_tweet_notifications.enqueue(said.pk)
    assert notification_rows(ada) == [("mention", said.pk, {"bob"})]
    assert notification_rows(eve) == [("mention", said.pk, {"bob"})]


def test_recipient_who_blocks_during_the_task_is_not_told(ada: Profile, bob: Profile) -> None:
    said = publish(bob, "hello @ada")
    with run_before_statement("INSERT", lambda: services.block(ada, bob)):
        tasks.update_tweet_notifications.enqueue(said.pk)
    assert Notification.objects.get(recipient=ada).count == 0
    assert find_inconsistencies() == []


def test_request_withdrawn_by_another_worker_is_no_error(ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, is_protected=True)
    services.follow(bob, ada)
    with run_before_statement("DELETE", FollowRequest.objects.all().delete):
        services.unfollow(bob, ada)
    assert not FollowRequest.objects.exists()


def test_time_is_aware_only_with_use_tz(settings: Any) -> None:
    at = snowflake.EPOCH + timedelta(hours=1)
    row = Notification(newest=snowflake.first_id(at))
    settings.USE_TZ = True
    assert row.at == at
    settings.USE_TZ = False
    assert row.at.tzinfo is None

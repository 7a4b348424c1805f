"""Actors of notifications are added and removed, also when another worker does it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError

from django_tweets import services
from django_tweets.models import Notification, NotificationActor
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups, tasks
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


def test_actor_is_added_although_the_notification_is_deleted_meanwhile(
    ada: Profile, bob: Profile, tweet: Tweet
) -> None:
    notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), bob.pk)
    eve = make_profile("eve")
    services.like(eve, tweet)
    with run_before_statement(
        "UPDATE", lambda: notification_groups.remove_notifications(Notification.objects.all())
    ):
        tasks.update_reaction_notification.enqueue("like", str(eve.pk), tweet.pk)
    assert notification_rows(ada) == [("like", tweet.pk, {"eve"})]


def test_actor_is_added_to_the_notification_of_another_worker(
    ada: Profile, bob: Profile, tweet: Tweet
) -> None:
    eve = make_profile("eve")
    group = GroupKey(ada.pk, "like", tweet.pk)
    with run_before_statement("SAVEPOINT", lambda: notification_groups.add_actor(group, eve.pk)):
        assert notification_groups.add_actor(group, bob.pk)
    assert notification_rows(ada) == [("like", tweet.pk, {"bob", "eve"})]


def test_actor_that_another_worker_removes_is_counted_once(
    ada: Profile, bob: Profile, tweet: Tweet
) -> None:
    eve = make_profile("eve")
    group = GroupKey(ada.pk, "like", tweet.pk)
    for person in (bob, eve):
        notification_groups.add_actor(group, person.pk)
    mine = NotificationActor.objects.filter(actor=bob)
    with run_before_statement("SAVEPOINT", lambda: notification_groups.remove_actors(mine.all())):
        assert not notification_groups.remove_actors(mine.all())
    assert notification_rows(ada) == [("like", tweet.pk, {"eve"})]


@pytest.mark.parametrize("joins", [True, False])
def test_actor_is_removed_while_another_joins_or_leaves(
    ada: Profile, bob: Profile, tweet: Tweet, joins: bool
) -> None:
    """Whether bob was the only one is read before the lock, and again behind it."""
    eve = make_profile("eve")
    group = GroupKey(ada.pk, "like", tweet.pk)
    notification_groups.add_actor(group, bob.pk)

    def change() -> None:
        if joins:
            notification_groups.add_actor(group, eve.pk)
        else:
            notification_groups.remove_actors(NotificationActor.objects.filter(actor=eve))

    if not joins:
        notification_groups.add_actor(group, eve.pk)
    with run_before_statement("SAVEPOINT", change):
        mine = NotificationActor.objects.filter(actor=bob)
        assert notification_groups.remove_actors(mine)
    assert notification_rows(ada) == ([("like", tweet.pk, {"eve"})] if joins else [])
    assert Notification.objects.count() == joins


def test_actor_is_required(ada: Profile, tweet: Tweet) -> None:
    with pytest.raises(IntegrityError):
        notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), None)
    assert notification_rows(ada) == []


def test_rows_have_names(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), bob.pk)
    row = Notification.objects.get()
    assert str(row) == f"{ada.pk}: like {tweet.pk}"
    assert str(row.actors.get()) == f"{row.pk}: {bob.pk}"

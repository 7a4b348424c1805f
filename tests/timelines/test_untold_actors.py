"""People whom the recipient may not be told of when they act: they change no notification."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from django_tweets import digests, services, signals, timelines
from django_tweets.models import Block, Notification, NotificationActor, NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.consistency import find_wrong_counters
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def add(recipient: Profile, kind: str, tweet: Tweet, actor: Profile) -> None:
    notification_groups.add_actor(GroupKey(recipient.pk, kind, tweet.pk), actor.pk)


def make_hidden(why: str, viewer: Profile, name: str = "hidden") -> Profile:
    hidden = make_profile(name, is_protected=why == "protected", is_suspended=why == "suspended")
    if why == "muted":
        services.mute(viewer, hidden)
    elif why == "blocker":
        Block.objects.create(blocker=hidden, blocked=viewer)
    return hidden


def seen(viewer: Profile) -> Any:
    page = timelines.notifications(viewer, NotificationSettings.for_profile(viewer))
    rows = [
        (row.kind, row.newest, [person.handle for person in row.people], row.others, row.is_unread)
        for row in page.rows
    ]
    return rows, page.older, timelines.unread_count(viewer)


@pytest.fixture
def read_tweet(ada: Profile, bob: Profile) -> Tweet:
    """A tweet by ada whose like by bob she has read, older than another one."""
    tweet = make_tweet(ada)
    add(ada, "like", tweet, bob)
    add(ada, "like", make_tweet(ada), bob)
    services.mark_notifications_read(ada, seen(ada)[0][0][1])
    return tweet


@pytest.mark.parametrize("why", ["protected", "muted", "blocker", "suspended"])
@pytest.mark.parametrize("number", [1, 12])
def test_hidden_people_change_nothing_for_the_recipient(
    ada: Profile, read_tweet: Tweet, why: str, number: int
) -> None:
    before = seen(ada)
    hidden = [make_hidden(why, ada, f"hidden{n}") for n in range(number)]
    for person in hidden:
        add(ada, "like", read_tweet, person)
    assert seen(ada) == before
    assert find_wrong_counters() == []
    actors = NotificationActor.objects.filter(actor__in=[person.pk for person in hidden])
    if number == 1:
        assert notification_groups.remove_actors(actors)
    else:
        notification_groups.remove_many_actors(actors)
    assert seen(ada) == before
    assert find_wrong_counters() == []


def test_people_beyond_the_newest_ten_are_counted_without_hidden_ones(ada: Profile) -> None:
    tweet = make_tweet(ada)
    for n in range(12):
        add(ada, "like", tweet, make_profile(f"fan{n}"))
        add(ada, "like", tweet, make_profile(f"hidden{n}", is_protected=True))
    ((_, _, people, others, _),), _, unread = seen(ada)
    assert (people, others, unread) == (["fan11", "fan10", "fan9"], 11, 1)


@pytest.mark.parametrize("why", ["muted", "blocker"])
def test_mentions_by_hidden_people_take_no_room_of_page_and_bell(
    ada: Profile, bob: Profile, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("django_tweets.timelines.notifications")
    monkeypatch.setattr(module, "WINDOW", 2)
    monkeypatch.setattr(module, "UNREAD_READ", 2)
    add(ada, "like", make_tweet(ada), bob)
    before = seen(ada)
    hidden = make_hidden(why, ada)
    for _ in range(4):
        tweet = make_tweet(hidden, "@ada look")
        services.tweet_notifications.update_tweet_notifications(tweet.pk)
    assert Notification.objects.filter(count=0, kind="mention").count() == 4
    assert seen(ada) == before
    assert find_wrong_counters() == []


def test_notification_with_hidden_people_only_begins_with_the_first_other(
    ada: Profile, bob: Profile
) -> None:
    tweet = make_tweet(ada)
    hidden = make_hidden("protected", ada)
    add(ada, "like", tweet, hidden)
    assert seen(ada) == ([], None, 0)
    assert Notification.objects.get().at <= timezone.now()
    add(ada, "like", tweet, bob)
    assert seen(ada)[0][0][2:] == (["bob"], 0, True)
    notification_groups.remove_actors(NotificationActor.objects.filter(actor=bob))
    assert seen(ada) == ([], None, 0)
    notification_groups.remove_actors(NotificationActor.objects.filter(actor=hidden))
    assert not Notification.objects.exists()


def test_rebuilt_notifications_are_without_hidden_people(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada)
    with services.without_notifications():
        services.like(bob, tweet)
        services.like(make_hidden("protected", ada), tweet)
    services.rebuild_notifications([ada], since=timezone.now() - timedelta(days=1))
    ((_, newest, people, others, _),), _, unread = seen(ada)
    assert (people, others, unread) == (["bob"], 0, 1)
    assert newest == NotificationActor.objects.get(actor=bob).newest
    assert find_wrong_counters() == []


def test_signal_is_not_sent_for_hidden_people(
    ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    told = []

    def receive(sender: Any, notification_actor: NotificationActor, **_: Any) -> None:
        told.append(notification_actor.actor_id)

    hidden = make_hidden("muted", ada)
    tweets = [make_tweet(person, "@ada look") for person in (hidden, bob)]
    signals.notified.connect(receive)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for tweet in tweets:
                services.tweet_notifications.update_tweet_notifications(tweet.pk)
            for person in (hidden, bob):
                add(ada, "like", make_tweet(ada), person)
    finally:
        signals.notified.disconnect(receive)
    assert told == [bob.pk, bob.pk]


def test_hidden_people_cause_no_second_digest(ada: Profile, bob: Profile) -> None:
    ada.user.email = "ada@example.org"
    ada.user.save()
    services.update_notification_settings(ada, digest="daily")
    tweet = make_tweet(ada)
    add(ada, "retweet", tweet, bob)
    assert digests.send_due_digests("https://example.org") == 1
    yesterday = timezone.now() - timedelta(days=2)
    NotificationSettings.objects.filter(profile=ada).update(digest_at=yesterday)
    add(ada, "retweet", tweet, make_hidden("protected", ada))
    assert digests.send_due_digests("https://example.org") == 0
    assert len(mail.outbox) == 1

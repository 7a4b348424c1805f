"""Rebuilding the notifications of past actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from django_tweets import get_profile_model, services, timelines
from django_tweets.models import Follow, FollowRequest, Like, Notification, NotificationActor
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.notification_rows import notification_rows
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

Community = dict[str, Any]


@pytest.fixture
def community(ada: Profile, bob: Profile) -> Community:
    """Actions of every kind, without notifications: the tasks do not run."""
    eve, joe = make_profile("eve"), make_profile("joe")
    tweet = make_tweet(ada)
    for fan in (bob, eve, ada):
        services.like(fan, tweet)
    services.retweet(bob, tweet, **TWEET_EXTRA)
    said = {
        "mention": services.publish(bob, "hello @ada", **TWEET_EXTRA),
        "reply": services.publish(bob, "@ada yes", in_reply_to=tweet, **TWEET_EXTRA),
        "quote": services.publish(eve, "@ada @eve look", quote_of=tweet, **TWEET_EXTRA),
    }
    services.publish(ada, "I, @ada", in_reply_to=tweet, **TWEET_EXTRA)
    services.follow(bob, ada)
    services.follow(joe, ada)
    services.follow(ada, joe)
    services.update_profile(eve, is_protected=True)
    services.accept_follow(services.follow(ada, eve))  # type: ignore[arg-type]  # a request, because eve is protected
    services.follow(bob, eve)
    return {"tweet": tweet, "eve": eve, "joe": joe, **said}


def rebuild(*profiles: Profile, **options: Any) -> int:
    since = timezone.now() - timedelta(days=30)
    return services.rebuild_notifications(profiles, **{"since": since, **options})


def rows_of(recipient: Profile) -> list[Any]:
    return sorted(
        (kind, tweet or 0, sorted(people)) for kind, tweet, people in notification_rows(recipient)
    )


def test_rebuild_creates_every_kind(ada: Profile, community: Community) -> None:
    made = community
    assert rebuild(ada) == 7
    assert rows_of(ada) == [
        ("accepted", 0, ["eve"]),
        ("follow", 0, ["bob", "joe"]),
        ("like", made["tweet"].pk, ["bob", "eve"]),
        ("mention", made["mention"].pk, ["bob"]),
        ("quote", made["quote"].pk, ["eve"]),
        ("reply", made["reply"].pk, ["bob"]),
        ("retweet", made["tweet"].pk, ["bob"]),
    ]
    assert rebuild(made["eve"]) == 1
    assert rows_of(made["eve"]) == [("request", 0, ["bob"])]


def test_second_rebuild_repairs_counts_and_actors(ada: Profile, community: Community) -> None:
    rebuild(ada)
    before = rows_of(ada)
    Notification.objects.update(count=7)
    NotificationActor.objects.filter(actor__handle="eve").delete()
    rebuild(ada)
    assert rows_of(ada) == before


def test_rebuild_creates_the_same_rows_as_the_tasks(
    ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tweet = make_tweet(ada)
        services.like(bob, tweet)
        services.retweet(bob, tweet, **TWEET_EXTRA)
        for content in ("@ada", "hello"):
            for relation in ("in_reply_to", "quote_of"):
                services.publish(bob, content, **{relation: tweet}, **TWEET_EXTRA)
        services.publish(bob, "@ada", **TWEET_EXTRA)
        services.follow(bob, ada)
    before = rows_of(ada)
    assert len(before) == 8
    Notification.objects.all().delete()
    NotificationActor.objects.all().delete()
    rebuild(ada)
    assert rows_of(ada) == before


def test_actions_before_since_are_left_out(ada: Profile, community: Community) -> None:
    for model in (Like, Follow, FollowRequest):
        model.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert rebuild(ada) == 4  # the tweets, and the retweet
    assert rebuild(ada, since=timezone.now() + timedelta(hours=1)) == 0


def test_notifications_are_in_the_order_of_the_actions(ada: Profile, bob: Profile) -> None:
    first, second = make_tweet(ada), make_tweet(ada)
    for tweet, days in ((first, 1), (second, 2)):
        like = services.like(bob, tweet)
        Like.objects.filter(pk=like.pk).update(created_at=timezone.now() - timedelta(days=days))
    rebuild(ada)
    assert [tweet for _, tweet, _ in notification_rows(ada)] == [first.pk, second.pk]


def test_rebuilt_notifications_can_be_marked_as_read(ada: Profile, community: Community) -> None:
    rebuild(ada)
    assert timelines.unread_count(ada) == 7
    for _ in range(2):
        rebuild(ada, read=timezone.now() + timedelta(seconds=1))
        assert timelines.unread_count(ada) == 0


def test_profile_without_actions_gets_no_notification(ada: Profile) -> None:
    assert rebuild(ada) == 0
    assert notification_rows(ada) == []


@pytest.mark.parametrize("count", [1, 10])
def test_query_count_does_not_depend_on_the_number_of_profiles(
    ada: Profile, bob: Profile, count: int
) -> None:
    people = [ada, *(make_profile() for _ in range(count - 1))]
    for person in people:
        services.like(bob, make_tweet(person))
        services.follow(bob, person)
    # eight sources, a transaction, notifications, their keys, actors, counts; the read marker: two
    with at_most(20):
        assert rebuild(*people, read=timezone.now()) == 2 * count


class TestCommand:
    def test_command_rebuilds_all_members(
        self, ada: Profile, community: Community, capsys: Any
    ) -> None:
        call_command("rebuild_notifications", batch_size=2)
        members = get_profile_model().objects.all()
        made = Notification.objects.count()
        assert f"There are {made} notifications of that time." in capsys.readouterr().out
        assert sum(len(notification_rows(member)) for member in members) == made > 7
        assert timelines.unread_count(ada) == 0

    def test_command_can_leave_them_unread_and_print_nothing(
        self, ada: Profile, community: Community, capsys: Any
    ) -> None:
        call_command("rebuild_notifications", unread=True, days=1, verbosity=0)
        assert timelines.unread_count(ada) == 7
        assert capsys.readouterr().out == ""


def test_unknown_digest_frequency_is_refused(ada: Profile) -> None:
    with pytest.raises(ValidationError) as caught:
        services.update_notification_settings(ada, digest="hourly")
    assert list(caught.value.message_dict) == ["digest"]

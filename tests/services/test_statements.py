"""Number of statements of a service with its notification, on a site without a worker.

Tasks run at once there. docs/benchmarks.md has the same numbers.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from django_tweets import services
from django_tweets.models import Follow, NotificationActor
from django_tweets.models.notification import day_number
from django_tweets.services import limit_cleaning, tasks
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def reply(author: Profile, tweet: Tweet) -> Any:
    return services.publish(author, "hello", in_reply_to=tweet, **TWEET_EXTRA)


def quote(author: Profile, tweet: Tweet) -> Any:
    return services.publish(author, "hello", quote_of=tweet, **TWEET_EXTRA)


def mention(author: Profile, tweet: Tweet) -> Any:
    return services.publish(author, f"hello @{tweet.profile.handle}", **TWEET_EXTRA)


def follow(follower: Profile, tweet: Tweet) -> Any:
    return services.follow(follower, tweet.profile)


def on_mariadb(verb: str = "") -> int:
    """Further statements there: whether the recipient may be told is asked by itself.

    A follow moves each counter by itself, with UUID keys behind a lock of both profiles. A tweet is
    locked while its notifications are added.
    """
    more = {"follow": 4, "reply": 1, "quote": 1, "mention": 1}.get(verb, 2)
    return more if connection.vendor == "mysql" else 0


VERBS: dict[str, tuple[Callable[[Profile, Tweet], Any], int]] = {
    "like": (services.like, 7),
    "retweet": (services.retweet, 8),
    "follow": (follow, 7),
    "reply": (reply, 9),
    "quote": (quote, 9),
    "mention": (mention, 9),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verb_with_its_notification(
    ada: Profile, bob: Profile, verb: str, django_capture_on_commit_callbacks: Any
) -> None:
    act, count = VERBS[verb]
    count += on_mariadb(verb)
    tweet = make_tweet(bob)
    # The first one creates the notification, and the second joins it.
    for actor in (ada, make_profile()):
        assert actor.user  # which a request has
        with at_most(count), django_capture_on_commit_callbacks(execute=True):
            act(actor, tweet)
    actors = NotificationActor.objects.filter(notification__recipient=bob, newest__gt=0)
    assert actors.count() == 2


@pytest.fixture
def cleaned_limits() -> None:
    """The task that deletes old rows has run: it takes two statements every ten minutes."""
    cache.set(limit_cleaning._CLEANED, value=True)


class Answer(NamedTuple):
    """A verb that ends or answers another one."""

    first: Callable[[Profile, Tweet], Any]
    act: Callable[[Profile, Tweet, Any], Any]
    """It gets the result of the first one, too."""
    statements: int
    more: int
    """More statements on MariaDB."""
    is_protected: bool = False


def unfollow(follower: Profile, tweet: Tweet, done: Any) -> None:
    services.unfollow(follower, tweet.profile)


ANSWERS = {
    "unlike": Answer(services.like, lambda me, tweet, _: services.unlike(me, tweet), 8, 2),
    "unretweet": Answer(
        services.retweet, lambda me, tweet, _: services.unretweet(me, tweet), 10, 2
    ),
    "unfollow": Answer(follow, unfollow, 10, 4),
    "withdraw": Answer(follow, unfollow, 9, 2, is_protected=True),
    "reject": Answer(follow, lambda *args: services.reject_follow(args[-1]), 7, 2, True),
    "accept": Answer(follow, lambda *args: services.accept_follow(args[-1]), 9, 7, True),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.usefixtures("cleaned_limits")
def test_verb_that_removes_a_notification(
    ada: Profile, bob: Profile, answer: Answer, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(bob, is_protected=answer.is_protected)
    tweet = make_tweet(bob)
    people = [ada, make_profile()]
    done = []
    for person in people:
        with django_capture_on_commit_callbacks(execute=True):
            done.append(answer.first(person, tweet))
    count = answer.statements + (answer.more if connection.vendor == "mysql" else 0)
    if connection.vendor == "postgresql" and answer is ANSWERS["accept"]:
        count += 1  # the lock of the notification
    # The notification has another actor at first, and then none.
    for person, row in zip(people, done, strict=True):
        with at_most(count), django_capture_on_commit_callbacks(execute=True):
            answer.act(person, tweet, row)
    assert not NotificationActor.objects.filter(notification__recipient=bob).exists()


@pytest.mark.usefixtures("cleaned_limits")
def test_unfollow_after_an_accepted_request(
    ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    followed = make_profile(is_protected=True)
    with django_capture_on_commit_callbacks(execute=True):
        request: Any = services.follow(ada, followed)
    with django_capture_on_commit_callbacks(execute=True):
        services.accept_follow(request)
    assert NotificationActor.objects.filter(notification__recipient=ada).count() == 1
    more = 4 if connection.vendor == "mysql" else 0
    with at_most(10 + more), django_capture_on_commit_callbacks(execute=True):
        services.unfollow(ada, followed)
    assert not NotificationActor.objects.exists()


@pytest.mark.databases("postgresql", "sqlite")
@pytest.mark.parametrize("text", ["#tea", "#tea #milk #honey"])
def test_hashtags_that_exist_take_three_statements_more(ada: Profile, text: str) -> None:
    services.publish(ada, "#tea #milk #honey", **TWEET_EXTRA)
    assert ada.user
    with at_most(3):
        services.publish(ada, "hello", **TWEET_EXTRA)
    with at_most(6):
        services.publish(ada, text, **TWEET_EXTRA)


def test_follow_request_with_its_notification(
    ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    followed = make_profile(is_protected=True)
    assert ada.user
    with at_most(7 + on_mariadb()), django_capture_on_commit_callbacks(execute=True):
        services.follow(ada, followed)
    assert NotificationActor.objects.filter(notification__recipient=followed).count() == 1


def test_follow_of_an_earlier_day_is_notified_under_that_day(ada: Profile, bob: Profile) -> None:
    """By a task that runs late, which doesn't read the notification with its cause."""
    row = Follow.objects.create(follower=ada, followed=bob)
    Follow.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=2))
    for _ in range(2):
        tasks.update_follow_notification.func("follow", ada.pk, bob.pk)
    (actor,) = NotificationActor.objects.filter(notification__recipient=bob)
    assert actor.notification.subject == day_number(timezone.now()) - 2

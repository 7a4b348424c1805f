"""Who is told what, when it is done and undone at once: in the end what is so in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Notification, NotificationSettings
from django_tweets.services import tasks
from tests.concurrency.test_races import PEOPLE, at_once
from tests.consistency import mistold, wrong
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.notified import told

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


def test_eight_who_like_one_tweet_are_one_notification(
    author: Profile, people: list[Profile]
) -> None:
    tweet = make_tweet(author)
    at_once(lambda number: services.like(people[number], tweet))
    assert told(author) == [("like", tweet.pk, {person.handle for person in people})]


def test_who_likes_and_takes_it_back(author: Profile, people: list[Profile]) -> None:
    tweet = make_tweet(author)

    def waver(number: int) -> None:
        mine = people[number // 2]  # each in two windows
        verbs: list[Callable[..., Any]] = [services.like, services.unlike]
        for n in range(6 + number % 2):
            verbs[n % 2](mine, tweet)

    at_once(waver)
    assert mistold() == set()
    assert wrong() == []
    told(author)  # counts and times are right


def test_who_follows_and_takes_it_back(author: Profile, people: list[Profile]) -> None:
    def waver(number: int) -> None:
        mine = people[number // 2]
        for _ in range(3 + number % 2):
            services.follow(mine, author)
            if number % 4:
                services.unfollow(mine, author)

    at_once(waver)
    followers = set(author.followers.values_list("follower__handle", flat=True))
    assert set().union(*(people for _, _, people in told(author))) == followers
    assert wrong() == []


def test_eight_windows_that_say_it_is_so(author: Profile, people: list[Profile]) -> None:
    said = make_tweet(author, " ".join(f"@{person.handle}" for person in people))
    at_once(lambda number: tasks.update_tweet_notifications.enqueue(said.pk))
    assert mistold() == set()
    assert Notification.objects.count() == PEOPLE


def test_what_is_edited_and_deleted_meanwhile(author: Profile, people: list[Profile]) -> None:
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

    at_once(change)
    assert mistold() == set()
    assert wrong() == []


def test_the_first_page_in_eight_windows(author: Profile) -> None:
    at_once(lambda number: services.mark_notifications_read(author, number + 1))
    assert NotificationSettings.objects.get().read_until == PEOPLE


def test_people_who_leave_while_others_are_told(people: list[Profile]) -> None:
    tweets = [make_tweet(person) for person in people]

    def act(number: int) -> None:
        mine = people[number]
        if number < 2:
            get_profile_model().objects.get(pk=mine.pk).delete()
            return
        for tweet in tweets[2:]:
            services.like(mine, tweet)

    at_once(act)
    assert wrong() == []
    assert mistold() == set()

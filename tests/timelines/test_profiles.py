"""Lists of profiles: their rows, order and number of queries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_profile_model, services
from django_tweets.models import Visibility
from django_tweets.timelines import profiles
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

NAMES = ["followers", "following", "requests", "likers", "retweeters", "blocked", "muted"]


class Case:
    """One of the lists: how to read a page, and how to add a row."""

    def __init__(self, name: str, ada: Profile) -> None:
        tweet = make_tweet(ada)
        self.name, self.ada = name, ada
        self.list: Any = {
            "followers": partial(profiles.followers, ada, ada),
            "following": partial(profiles.following, ada, ada),
            "requests": partial(profiles.requests, ada),
            "likers": partial(profiles.likers, tweet, ada),
            "retweeters": partial(profiles.retweeters, tweet, ada),
            "blocked": partial(profiles.blocked, ada),
            "muted": partial(profiles.muted, ada),
        }[name]
        self.join: Any = {
            "followers": lambda person: services.follow(person, ada),
            "following": lambda person: services.follow(ada, person),
            "requests": lambda person: services.follow(person, ada),
            "likers": lambda person: services.like(person, tweet),
            "retweeters": lambda person: services.retweet(person, tweet),
            "blocked": lambda person: services.block(ada, person),
            "muted": lambda person: services.mute(ada, person),
        }[name]
        if name == "requests":
            services.update_profile(ada, is_protected=True)

    def add(self) -> Profile:
        """Add a row, the newest of the list."""
        person = make_profile()
        self.join(person)
        return person


@pytest.fixture(params=NAMES)
def case(request: Any, ada: Profile) -> Case:
    return Case(request.param, ada)


def test_pages_go_down_the_list_and_up_again(case: Case) -> None:
    rows = [case.add() for _ in range(7)][::-1]
    first = case.list(size=3)
    second = case.list(first.older, size=3)
    third = case.list(second.older, size=3)
    assert [first.rows, second.rows, third.rows] == [rows[:3], rows[3:6], rows[6:]]
    assert (first.newer, third.older) == (None, None)
    assert case.list(third.newer, size=3).rows == second.rows
    up = case.list(second.newer, size=3)
    assert (up.rows, up.newer) == (first.rows, None)


@pytest.mark.parametrize("count", [1, 20])
def test_page_is_two_queries(case: Case, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        case.add()
    assert case.ada.user
    with django_assert_num_queries(2):  # the profiles, their relations
        assert len(case.list().rows) == count


def test_empty_list_has_no_neighbours(case: Case) -> None:
    page = case.list()
    assert (page.rows, page.newer, page.older) == ([], None, None)


def test_hidden_profiles_are_in_no_list(case: Case) -> None:
    kept, suspended, blocker, deleted = (case.add() for _ in range(4))
    get_profile_model().objects.filter(pk=suspended.pk).update(is_suspended=True)
    services.block(blocker, case.ada)
    services.delete_profile(deleted)
    # Only the viewer's own list of blocked profiles shows this one.
    shown = [blocker, kept] if case.name == "blocked" else [kept]
    assert case.list().rows == shown


def test_muted_profiles_are_listed(case: Case) -> None:
    person = case.add()
    services.mute(case.ada, person)
    assert case.list().rows == [person]


def test_author_of_a_hidden_retweet_is_not_listed(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada)
    services.retweet(bob, tweet)
    services.retweet(make_profile(), tweet, visibility=Visibility.MENTIONED, **TWEET_EXTRA)
    fan = make_profile()
    services.follow(fan, bob)
    services.update_profile(bob, is_protected=True)
    assert profiles.retweeters(tweet, None).rows == []
    assert profiles.retweeters(tweet, fan).rows == [bob]


def test_relate_sets_relations_to_the_viewer(ada: Profile, bob: Profile) -> None:
    eve = make_profile(is_protected=True)
    services.follow(ada, bob)
    services.follow(bob, ada)
    services.mute(ada, bob)
    services.follow(ada, eve)
    stranger, enemy = make_profile(), make_profile()
    services.block(ada, enemy)
    rows = [bob, eve, stranger, enemy]
    profiles.relate(rows, ada)
    assert [row.relation for row in rows] == [
        {"follows", "follows_back", "mutes"},
        {"asks"},
        set(),
        {"blocks"},
    ]
    profiles.relate(rows, None)
    assert [row.relation for row in rows] == [set()] * 4


def test_relate_without_profiles_is_no_query(ada: Profile, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        profiles.relate([], ada)


def test_likes_of_a_protected_profile_are_for_followers(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(make_profile())
    services.like(bob, tweet)
    services.follow(ada, bob)
    services.update_profile(bob, is_protected=True)
    assert profiles.likers(tweet, None).rows == []
    assert profiles.likers(tweet, make_profile()).rows == []
    assert profiles.likers(tweet, ada).rows == profiles.likers(tweet, bob).rows == [bob]

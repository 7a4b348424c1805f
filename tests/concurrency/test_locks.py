"""Locks that services hold while they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import FollowRequest, Hashtag
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.factories import make_profile, make_tweet
from tests.interleaving import is_locked, run_before_statement
from tests.services.test_profiles import files, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


@pytest.fixture
def one() -> Profile:
    return make_profile("one")


@pytest.fixture
def other() -> Profile:
    return make_profile("other")


def locked_before(statement: str, rows: list[Any], service: Callable[[], Any]) -> list[bool]:
    """Return which of rows service has locked just before its first such statement."""
    found: list[bool] = []
    with run_before_statement(statement, lambda: found.extend(map(is_locked, rows))):
        service()
    return found


def test_nothing_is_locked_before_a_service_begins(one: Profile) -> None:
    assert not is_locked(one)


def test_update_profile_locks_the_profile_that_it_compares(one: Profile) -> None:
    assert locked_before("UPDATE", [one], lambda: services.update_profile(one, bio="x")) == [True]


def test_accept_follow_locks_both_profiles_before_it_deletes_the_request(
    one: Profile, other: Profile
) -> None:
    """block() takes the same locks and then deletes the request: the other order is a deadlock."""
    services.update_profile(other, is_protected=True)
    request = services.follow(one, other)
    assert isinstance(request, FollowRequest)
    accept = lambda: services.accept_follow(request)  # noqa: E731 - shorter than a function
    assert locked_before("DELETE", [one, other], accept) == [True, True]


@pytest.mark.parametrize("service", [services.block, services.mute])
def test_block_and_mute_lock_both_profiles(one: Profile, other: Profile, service: Any) -> None:
    assert locked_before("INSERT", [one, other], lambda: service(one, other)) == [True, True]


def test_follow_request_locks_both_profiles(one: Profile, other: Profile) -> None:
    services.update_profile(other, is_protected=True)
    assert locked_before("INSERT", [one, other], lambda: services.follow(one, other)) == [True] * 2


def test_follow_locks_both_profiles(one: Profile, other: Profile) -> None:
    assert locked_before("INSERT", [one, other], lambda: services.follow(one, other)) == [True] * 2


def test_follow_hashtag_locks_the_profile(one: Profile) -> None:
    make_tweet(one, "#tea")
    hashtag = Hashtag.objects.get()
    assert locked_before("UPDATE", [one], lambda: services.follow_hashtag(one, hashtag)) == [True]


def test_edit_locks_the_tweet_that_it_compares(one: Profile) -> None:
    tweet = make_tweet(one)
    assert locked_before("INSERT", [tweet], lambda: services.edit(tweet, "changed")) == [True]


def test_bookmark_locks_the_tweet(one: Profile) -> None:
    tweet = make_tweet(one)
    assert locked_before("INSERT", [tweet], lambda: services.bookmark(one, tweet)) == [True]


def test_pictures_replaced_at_once_are_all_removed(one: Profile, media: Path) -> None:
    services.update_profile(one, avatar=picture())
    mine = [get_profile_model().objects.get(pk=one.pk) for _ in range(PEOPLE)]
    call_in_threads(lambda number: services.update_profile(mine[number], avatar=picture()))
    avatar: Any = get_profile_model().objects.get(pk=one.pk).avatar
    assert files(media) == [avatar.name, avatar.small_name]


def test_edits_at_once_keep_each_former_content(one: Profile) -> None:
    tweet = make_tweet(one, "first")

    def edit(number: int) -> None:
        services.edit(get_tweet_model().objects.get(pk=tweet.pk), f"edit {number}")

    call_in_threads(edit)
    tweet.refresh_from_db()
    former = set(tweet.revisions.values_list("content", flat=True))
    assert former | {tweet.content} == {"first", *(f"edit {n}" for n in range(PEOPLE))}

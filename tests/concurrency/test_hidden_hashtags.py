"""Tweets that are published while their author is hidden or shown again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Hashtag, TweetHashtag, Visibility
from django_tweets.services.suspension import Suspended
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.consistency import find_inconsistencies, find_wrong_uses
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]

ROUNDS = 2


def protect(author: Profile, is_hidden: bool) -> None:
    services.update_profile(author, is_protected=is_hidden)


def suspend(author: Profile, is_hidden: bool) -> None:
    author.is_suspended = is_hidden
    author.save(update_fields=["is_suspended"])


def update(author: Profile, is_hidden: bool) -> None:
    get_profile_model().objects.filter(pk=author.pk).update(is_suspended=is_hidden)


def deactivate(author: Profile, is_hidden: bool) -> None:
    user = get_user_model()._base_manager.get(pk=author.user_id)
    user.is_active = not is_hidden
    user.save()


def unless_suspended(act: Callable[[int], None]) -> Callable[[int], None]:
    """Return act without the error of services that a suspended member calls."""

    def try_to_act(number: int) -> None:
        with suppress(Suspended):
            act(number)

    return try_to_act


@pytest.mark.parametrize("hide", [protect, suspend, update, deactivate])
def test_counts_are_exact(hide: Callable[[Profile, bool], None]) -> None:
    """While tweets of the author are published, edited, narrowed and deleted."""
    for is_hidden in (True, False):
        author: Any = make_profile()
        make_tweet(make_profile(), "#one")
        hide(author, not is_hidden)
        tweets = [make_tweet(author, text) for text in ("no", "#one #two", "#two", "#three")]

        def act(
            number: int, author: Any = author, tweets: Any = tweets, is_hidden: bool = is_hidden
        ) -> None:
            mine = get_profile_model()._base_manager.get(pk=author.pk)
            model = get_tweet_model()
            if number == 0:
                hide(mine, is_hidden)
            elif number < 4:
                services.publish(mine, f"#one #two #n{number}", **TWEET_EXTRA)
            elif number == 4:
                services.edit(model._base_manager.get(pk=tweets[0].pk), "#one #TWO")
            elif number == 5:
                tweet = model._base_manager.get(pk=tweets[1].pk)
                services.edit(tweet, "#one", visibility=Visibility.UNLISTED)
            elif number == 6:
                services.delete(model._base_manager.get(pk=tweets[2].pk))
            else:
                new: Any = model
                new._rows.bulk_create([new(profile=mine, content="#one #new", **TWEET_EXTRA)])

        call_in_threads(unless_suspended(act))
        get_profile_model()._base_manager.update(tweet_count=0)  # bulk_create() counts none
        for profile in get_profile_model()._base_manager.all():
            count = profile.tweets.count()
            get_profile_model()._base_manager.filter(pk=profile.pk).update(tweet_count=count)
        assert find_inconsistencies() + find_wrong_uses() == []
        counted = TweetHashtag.objects.filter(is_counted=True, tweet__profile=author)
        assert counted.exists() is not is_hidden


def test_hashtag_counts_agree_with_the_author_after_changes_at_once() -> None:
    author = make_profile()
    for n in range(4):
        make_tweet(author, f"#one #n{n}")

    def act(number: int) -> None:
        mine = get_profile_model()._base_manager.get(pk=author.pk)
        (protect, suspend)[number % 2](mine, number % 3 == 0)

    for _ in range(ROUNDS):
        call_in_threads(unless_suspended(act))
        assert find_inconsistencies() + find_wrong_uses() == []


def test_unused_hashtag_that_is_deleted_is_created_again() -> None:
    people = [make_profile() for _ in range(PEOPLE)]

    def act(number: int) -> None:
        for _ in range(ROUNDS):
            tweet = services.publish(people[number], f"#one #Tag{number % 2}", **TWEET_EXTRA)
            services.delete(tweet)

    call_in_threads(act)
    assert find_inconsistencies() + find_wrong_uses() == []
    assert not Hashtag.objects.exists()

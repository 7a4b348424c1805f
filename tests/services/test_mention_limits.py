"""The limit of mentions: which people count, in new tweets and in edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_profile_model, services
from django_tweets.services import LimitExceeded
from tests.factories import make_profile, make_tweet
from tests.services.test_limits import allow_two, publish

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture(autouse=True)
def two(settings: Any) -> None:
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    allow_two(settings, "mention")


def test_only_strangers_count(ada: Profile, bob: Profile) -> None:
    services.follow(bob, ada)
    tweet = make_tweet(make_profile("cleo"))
    for number in range(4):
        publish(ada, f"@bob @ada @nobody {number}")
        publish(ada, f"@cleo {number}", in_reply_to=tweet)
    publish(ada, "@cleo @bob")
    publish(ada, "＠cleo")
    with pytest.raises(LimitExceeded) as caught:
        publish(ada, "@cleo again")
    assert caught.value.action == "mention"
    publish(ada, "nobody at all")


@pytest.mark.parametrize("how", ["unknown", "blocking", "suspended", "deleted"])
def test_hidden_member_counts_as_little_as_an_unknown_one(
    ada: Profile, bob: Profile, how: str
) -> None:
    if how == "blocking":
        services.block(bob, ada)
    elif how == "suspended":
        get_profile_model()._base_manager.filter(pk=bob.pk).update(is_suspended=True)
    elif how == "deleted":
        services.delete_profile(bob)
    handle = "nobody" if how == "unknown" else "bob"
    for number in range(4):
        publish(ada, f"@{handle} {number}")


def test_edit_counts_those_that_it_adds(ada: Profile) -> None:
    people = [make_profile() for _ in range(3)]
    first, second, third = (f"@{person.handle}" for person in people)
    tweet = publish(ada, f"{first} {second}")
    services.edit(tweet, f"{second} {first}")
    with pytest.raises(LimitExceeded):
        services.edit(tweet, f"{first} {third}")
    tweet.refresh_from_db()
    assert tweet.content == f"{second} {first}"


def test_tweet_to_fifty_strangers_counts_as_two(ada: Profile) -> None:
    people = " ".join(f"@{make_profile().handle}" for _ in range(5))
    publish(ada, people)
    with pytest.raises(LimitExceeded):
        publish(ada, "hello " + people)

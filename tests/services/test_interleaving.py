"""What another worker does between one's look and one's deed. See tests/concurrency for crowds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from django_tweets import get_tweet_model, services
from django_tweets.models import Bookmark, Like
from tests.consistency import wrong
from tests.factories import make_tweet
from tests.interleaving import meanwhile

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


@pytest.mark.parametrize("verb", [services.like, services.bookmark, services.retweet])
def test_a_tweet_is_deleted_before_somebody_reacts(bob: Profile, tweet: Tweet, verb: Any) -> None:
    with (
        meanwhile("SAVEPOINT", lambda: services.delete(tweet)),
        pytest.raises(PermissionDenied, match="has been deleted"),
    ):
        verb(bob, tweet)
    assert not get_tweet_model()._base_manager.exists()
    assert not Like.objects.exists()
    assert not Bookmark.objects.exists()
    assert wrong() == []


# A verb, how it is taken back, where in that another worker comes, and what guests are told.
UNDONE: list[Any] = [
    (services.follow, services.unfollow, "SAVEPOINT", ["unfollowed"]),
    (services.block, services.unblock, "DELETE", ["unblocked"]),
    (services.mute, services.unmute, "DELETE", []),
    (services.like, services.unlike, "SAVEPOINT", ["tweet_unliked"]),
    (services.bookmark, services.unbookmark, "DELETE", []),
    (services.retweet, services.unretweet, "SAVEPOINT", ["tweet_unretweeted"]),
]


@pytest.mark.parametrize("case", UNDONE, ids=lambda case: case[1].__name__)
def test_what_is_taken_back_in_two_windows_is_taken_back_once(
    bob: Profile,
    tweet: Tweet,
    case: Any,
    heard: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    verb, undone, statement, events = case
    other = tweet if verb in {services.like, services.bookmark, services.retweet} else tweet.profile
    row = verb(bob, other)
    with (
        django_capture_on_commit_callbacks(execute=True),
        meanwhile(statement, lambda: undone(bob, other)),
    ):
        undone(bob, other)
    assert [name for name, _ in heard] == events
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    assert wrong() == []


def test_protection_begins_and_ends_before_somebody_follows(ada: Profile, bob: Profile) -> None:
    with meanwhile("SAVEPOINT", lambda: services.update_profile(bob, is_protected=True)):
        request = services.follow(ada, bob)
    assert type(request).__name__ == "FollowRequest"
    services.unfollow(ada, bob)
    with meanwhile("SAVEPOINT", lambda: services.update_profile(bob, is_protected=False)):
        follow = services.follow(ada, bob)
    assert type(follow).__name__ == "Follow"
    assert wrong() == []


def test_a_block_before_somebody_follows(ada: Profile, bob: Profile) -> None:
    with (
        meanwhile("SAVEPOINT", lambda: services.block(bob, ada)),
        pytest.raises(PermissionDenied),
    ):
        services.follow(ada, bob)
    assert wrong() == []


def test_a_row_that_was_there_and_has_gone_is_made_anew(bob: Profile, tweet: Tweet) -> None:
    """Between the refusal of a second one and the look at the first."""
    services.like(bob, tweet)
    look = f"SELECT {connection.ops.quote_name(Like._meta.db_table)}"
    with meanwhile(look, lambda: services.unlike(bob, tweet)):
        like = services.like(bob, tweet)
    assert Like.objects.get() == like
    assert wrong() == []

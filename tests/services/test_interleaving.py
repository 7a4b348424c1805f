"""Actions of another worker in the middle of a service. tests/concurrency has real threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from django_tweets import get_tweet_model, services, timelines
from django_tweets.models import Bookmark, Like, NotificationActor, NotificationSettings
from tests.consistency import find_inconsistencies
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


@pytest.mark.parametrize("service", [services.like, services.bookmark, services.retweet])
def test_reaction_to_tweet_deleted_in_between_is_refused(
    bob: Profile, tweet: Tweet, service: Any
) -> None:
    with (
        run_before_statement("SAVEPOINT", lambda: services.delete(tweet)),
        pytest.raises(PermissionDenied, match=r"has been deleted|can’t do that"),
    ):
        service(bob, tweet)
    assert not get_tweet_model()._base_manager.exists()
    assert not Like.objects.exists()
    assert not Bookmark.objects.exists()
    assert find_inconsistencies() == []


TWEET_TABLE = connection.ops.quote_name(get_tweet_model()._meta.db_table)


@pytest.mark.parametrize(
    ("service", "statement"), [(services.like, "UPDATE"), (services.bookmark, "SELECT")]
)
def test_reaction_to_tweet_deleted_after_it_was_read_is_refused(
    bob: Profile, tweet: Tweet, service: Any, statement: str
) -> None:
    with (
        run_before_statement(f"{statement} {TWEET_TABLE}", lambda: services.delete(tweet)),
        pytest.raises(PermissionDenied, match="has been deleted"),
    ):
        service(bob, tweet)


# A service, its opposite, the statement of that before which another worker acts, and the signals.
UNDO_CASES: list[Any] = [
    (services.follow, services.unfollow, "SAVEPOINT", ["unfollowed"]),
    (services.block, services.unblock, "DELETE", ["unblocked"]),
    (services.mute, services.unmute, "DELETE", []),
    (services.like, services.unlike, "SAVEPOINT", ["tweet_unliked"]),
    (services.bookmark, services.unbookmark, "DELETE", []),
    (services.retweet, services.unretweet, "SAVEPOINT", ["tweet_unretweeted"]),
]


@pytest.mark.parametrize("case", UNDO_CASES, ids=lambda case: case[1].__name__)
def test_undo_in_two_requests_counts_and_signals_once(
    bob: Profile,
    tweet: Tweet,
    case: Any,
    received: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    service, undo, statement, events = case
    is_reaction = service in {services.like, services.bookmark, services.retweet}
    other = tweet if is_reaction else tweet.profile
    # Others, since no counter goes below zero: a second -1 would not show.
    service(make_profile(), other)
    service(bob, make_tweet(make_profile()) if is_reaction else make_profile())
    row = service(bob, other)
    with (
        django_capture_on_commit_callbacks(execute=True),
        run_before_statement(statement, lambda: undo(bob, other)),
    ):
        undo(bob, other)
    assert [name for name, _ in received] == events
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    assert find_inconsistencies() == []


def test_follow_notices_protection_that_changes_in_between(ada: Profile, bob: Profile) -> None:
    with run_before_statement("SAVEPOINT", lambda: services.update_profile(bob, is_protected=True)):
        request = services.follow(ada, bob)
    assert type(request).__name__ == "FollowRequest"
    services.unfollow(ada, bob)
    with run_before_statement(
        "SAVEPOINT", lambda: services.update_profile(bob, is_protected=False)
    ):
        follow = services.follow(ada, bob)
    assert type(follow).__name__ == "Follow"
    assert find_inconsistencies() == []


def test_follow_notices_a_block_in_between(ada: Profile, bob: Profile) -> None:
    with (
        run_before_statement("SAVEPOINT", lambda: services.block(bob, ada)),
        pytest.raises(PermissionDenied),
    ):
        services.follow(ada, bob)
    assert find_inconsistencies() == []


def test_like_is_created_if_the_existing_one_is_deleted_in_between(
    bob: Profile, tweet: Tweet
) -> None:
    """Between the IntegrityError and the query for the existing row."""
    services.like(bob, tweet)
    query = f"SELECT {connection.ops.quote_name(Like._meta.db_table)}"
    with run_before_statement(query, lambda: services.unlike(bob, tweet)):
        like = services.like(bob, tweet)
    assert Like.objects.get() == like
    assert find_inconsistencies() == []


@pytest.mark.parametrize(("there", "marked", "then"), [(3, 5, 5), (7, 5, 7)])
def test_first_read_mark_of_two_requests_is_the_later_one(
    ada: Profile, there: int, marked: int, then: int
) -> None:
    with run_before_statement("INSERT", lambda: services.mark_notifications_read(ada, there)):
        services.mark_notifications_read(ada, marked)
    assert NotificationSettings._base_manager.get(profile=ada.pk).read_until == then


def test_actor_muted_before_the_notification_is_stored_is_not_told(
    ada: Profile, bob: Profile, tweet: Tweet, django_capture_on_commit_callbacks: Any
) -> None:
    """The task has read that ada may be told, and stores it."""
    with django_capture_on_commit_callbacks() as callbacks:
        services.like(bob, tweet)
    with run_before_statement("INSERT", lambda: services.mute(ada, bob)):
        for callback in callbacks:
            callback()
    assert NotificationActor._base_manager.count() == 1
    assert timelines.unread_count(ada) == 0
    assert find_inconsistencies() == []

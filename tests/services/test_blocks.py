from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models import Block, Follow, FollowRequest, Mute
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def counts(profile: Profile) -> tuple[int, int]:
    row = get_profile_model()._base_manager.get(pk=profile.pk)
    return (row.follower_count, row.following_count)


def test_second_block_returns_the_first(ada: Profile, bob: Profile) -> None:
    block = services.block(ada, bob)
    assert Block.objects.get() == block == services.block(ada, bob)
    assert (block.blocker, block.blocked) == (ada, bob)


def test_block_ends_follows_in_both_directions(ada: Profile, bob: Profile) -> None:
    friend = make_profile()
    for one, other in ((ada, bob), (bob, ada), (ada, friend), (friend, bob)):
        services.follow(one, other)
    services.block(ada, bob)
    left = {(row.follower, row.followed) for row in Follow.objects.all()}
    assert left == {(ada, friend), (friend, bob)}
    assert (counts(ada), counts(bob), counts(friend)) == ((0, 1), (1, 0), (1, 1))


@pytest.mark.parametrize("by_requester", [False, True])
def test_block_deletes_follow_request(ada: Profile, by_requester: bool) -> None:
    other = make_profile(is_protected=True)
    services.follow(ada, other)
    services.block(*((ada, other) if by_requester else (other, ada)))
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize("is_reversed", [False, True])
def test_block_hides_profiles_from_each_other(
    ada: Profile, bob: Profile, is_reversed: bool
) -> None:
    make_tweet(bob)
    make_tweet(ada)
    services.block(*((bob, ada) if is_reversed else (ada, bob)))
    for viewer, hidden in ((ada, bob), (bob, ada)):
        people = get_profile_model().objects.visible_to(viewer)
        assert viewer in people
        assert hidden not in people
        assert {tweet.profile for tweet in get_tweet_model().objects.visible_to(viewer)} == {viewer}
    assert get_tweet_model().objects.visible_to(None).count() == 2


def test_unblock(ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    services.block(ada, bob)
    services.unblock(bob, ada)  # only the blocker can remove it
    assert Block.objects.exists()
    for _ in range(2):
        services.unblock(ada, bob)
        assert not Block.objects.exists()
    assert not Follow.objects.exists()
    assert bob in get_profile_model().objects.visible_to(ada)
    services.follow(ada, bob)


@pytest.mark.parametrize("service", [services.block, services.mute])
def test_existing_row_is_returned_among_others(ada: Profile, bob: Profile, service: Any) -> None:
    service(ada, make_profile())
    service(make_profile(), bob)
    row = service(ada, bob)
    assert service(ada, bob) == row
    assert type(row)._base_manager.count() == 3


@pytest.mark.parametrize(
    ("service", "undo", "model"),
    [(services.block, services.unblock, Block), (services.mute, services.unmute, Mute)],
)
def test_undo_keeps_blocks_and_mutes_of_others(
    ada: Profile, bob: Profile, service: Any, undo: Any, model: Any
) -> None:
    other = make_profile()
    kept = {service(ada, other), service(other, bob)}
    service(ada, bob)
    undo(ada, bob)
    assert set(model.objects.all()) == kept


def test_block_in_the_other_direction_stays(ada: Profile, bob: Profile) -> None:
    services.block(ada, bob)
    services.block(bob, ada)
    services.unblock(ada, bob)
    assert bob not in get_profile_model().objects.visible_to(ada)


def test_mute(ada: Profile, bob: Profile) -> None:
    mute = services.mute(ada, bob)
    assert Mute.objects.get() == mute == services.mute(ada, bob)
    assert (mute.muter, mute.muted) == (ada, bob)
    for _ in range(2):
        services.unmute(ada, bob)
        assert not Mute.objects.exists()


def test_mute_hides_from_home_and_keeps_the_follow(ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    tweet = make_tweet(bob)
    services.mute(ada, bob)
    ada.refresh_from_db()
    assert Follow.objects.exists()
    assert timelines.home(ada).rows == []
    assert timelines.profile_tweets(bob, ada).rows == [tweet]
    services.unmute(ada, bob)
    assert timelines.home(ada).rows == [tweet]


@pytest.mark.parametrize("service", [services.block, services.mute])
def test_block_and_mute_of_oneself_are_refused(ada: Profile, service: Any) -> None:
    with pytest.raises(ValidationError) as error:
        service(ada, ada)
    assert error.value.code == "oneself"
    assert error.value.messages == [f"You can’t {service.__name__} yourself."]
    assert not Block.objects.exists()
    assert not Mute.objects.exists()


@pytest.mark.parametrize("service", [services.block, services.mute])
def test_suspended_profile_can_be_blocked_and_muted(ada: Profile, service: Any) -> None:
    assert service(ada, make_profile(is_suspended=True)).pk


@pytest.mark.parametrize("service", [services.block, services.mute])
def test_deleted_profile_cannot_be_blocked_or_muted(
    ada: Profile, bob: Profile, service: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_profile(bob)
    with pytest.raises(PermissionDenied):
        service(ada, bob)


def test_signals_are_sent_once(
    ada: Profile, bob: Profile, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        follow = services.follow(bob, ada)
        block = services.block(ada, bob)
        services.block(ada, bob)
        services.unblock(ada, bob)
        services.unblock(ada, bob)
        services.mute(ada, bob)  # sends no signal
        services.unmute(ada, bob)
        assert received == []
    assert [name for name, _ in received] == ["followed", "unfollowed", "blocked", "unblocked"]
    assert [row for _, row in received] == [follow, follow, block, block]

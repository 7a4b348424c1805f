from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from django_tweets import get_profile_model, services
from django_tweets.models import Follow, FollowRequest
from django_tweets.services import tasks
from tests.consistency import find_inconsistencies
from tests.factories import make_profile
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

FOLLOW_TABLE = connection.ops.quote_name(Follow._meta.db_table)


@pytest.fixture
def eve(db: None) -> Profile:
    """A protected profile."""
    return make_profile("eve", is_protected=True)


def stored(profile: Profile) -> Profile:
    return get_profile_model()._base_manager.get(pk=profile.pk)


def counts(follower: Profile, followed: Profile) -> tuple[int, int]:
    return (stored(follower).following_count, stored(followed).follower_count)


def follows() -> set[tuple[Profile, Profile]]:
    return {(row.follower, row.followed) for row in Follow.objects.all()}


def request_follow(follower: Profile, followed: Profile) -> FollowRequest:
    request = services.follow(follower, followed)
    assert isinstance(request, FollowRequest)
    return request


def requests() -> set[tuple[Profile, Profile]]:
    return {(row.follower, row.followed) for row in FollowRequest.objects.all()}


def test_follow(ada: Profile, bob: Profile) -> None:
    follow = services.follow(ada, bob)
    assert Follow.objects.get() == follow
    assert (follow.follower, follow.followed) == (ada, bob)
    assert counts(ada, bob) == (1, 1)
    assert counts(bob, ada) == (0, 0)


def test_follow_twice_creates_one_follow(ada: Profile, bob: Profile) -> None:
    other = make_profile()
    services.follow(ada, other)
    services.follow(other, bob)
    assert services.follow(ada, bob) == services.follow(ada, bob)
    assert counts(ada, bob) == (2, 2)


def test_profiles_can_follow_each_other(ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    services.follow(bob, ada)
    assert counts(ada, bob) == counts(bob, ada) == (1, 1)


def test_unfollow(ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    services.follow(bob, ada)
    for _ in range(2):
        services.unfollow(ada, bob)
        assert follows() == {(bob, ada)}
        assert counts(ada, bob) == (0, 0)
        assert counts(bob, ada) == (1, 1)


def test_profile_cannot_follow_itself(ada: Profile) -> None:
    with pytest.raises(ValidationError) as error:
        services.follow(ada, ada)
    assert error.value.code == "oneself"
    assert error.value.messages == ["You can’t follow yourself."]
    services.unfollow(ada, ada)
    assert follows() == set()
    assert counts(ada, ada) == (0, 0)


@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_follow_across_a_block_is_refused(
    ada: Profile, is_reversed: bool, is_protected: bool
) -> None:
    other = make_profile(is_protected=is_protected)
    services.block(*((other, ada) if is_reversed else (ada, other)))
    with pytest.raises(PermissionDenied):
        services.follow(ada, other)
    assert (follows(), requests()) == (set(), set())
    assert counts(ada, other) == (0, 0)


def test_suspended_profile_cannot_be_followed(ada: Profile) -> None:
    suspended = make_profile(is_suspended=True)
    with pytest.raises(PermissionDenied):
        services.follow(ada, suspended)
    assert counts(ada, suspended) == (0, 0)


@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("deletion", ["hidden", "cleared"])
def test_deleted_profile_cannot_be_followed(
    ada: Profile, is_protected: bool, deletion: str, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_profile(is_protected=is_protected)
    with django_capture_on_commit_callbacks(execute=deletion == "cleared"):
        services.delete_profile(other)
    with pytest.raises(PermissionDenied):
        services.follow(ada, other)
    assert (follows(), requests()) == (set(), set())
    assert stored(ada).following_count == 0


@pytest.mark.parametrize("is_protected", [False, True])
def test_deleted_profile_cannot_follow(
    bob: Profile, is_protected: bool, django_capture_on_commit_callbacks: Any
) -> None:
    follower = make_profile()
    followed = make_profile(is_protected=is_protected)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_profile(follower)
    with pytest.raises(PermissionDenied):
        services.follow(follower, followed)
    assert stored(followed).follower_count == 0


def test_follow_of_protected_profile_creates_a_request(ada: Profile, eve: Profile) -> None:
    other = make_profile()
    services.follow(other, eve)
    request = request_follow(ada, eve)
    assert FollowRequest.objects.get(follower=ada) == request
    assert request == services.follow(ada, eve)
    assert (follows(), requests()) == (set(), {(ada, eve), (other, eve)})
    assert counts(ada, eve) == (0, 0)


def test_protected_profile_can_follow_without_request(bob: Profile, eve: Profile) -> None:
    assert isinstance(services.follow(eve, bob), Follow)


def test_follow_uses_the_stored_protection(bob: Profile, eve: Profile, ada: Profile) -> None:
    """Not the protection of the instance, which a page may have read earlier."""
    services.update_profile(stored(eve), is_protected=False)
    services.update_profile(stored(bob), is_protected=True)
    assert isinstance(services.follow(ada, eve), Follow)
    assert isinstance(services.follow(ada, bob), FollowRequest)


def test_existing_follow_of_profile_that_becomes_protected_stays(
    ada: Profile, bob: Profile
) -> None:
    follow = services.follow(ada, bob)
    services.update_profile(bob, is_protected=True)
    assert services.follow(ada, bob) == follow
    assert requests() == set()
    assert counts(ada, bob) == (1, 1)


def test_accept_follow(ada: Profile, eve: Profile) -> None:
    request = request_follow(ada, eve)
    follow = services.accept_follow(request)
    assert Follow.objects.get() == follow
    assert (follows(), requests()) == ({(ada, eve)}, set())
    assert counts(ada, eve) == (1, 1)


def test_accepted_or_withdrawn_request_cannot_be_accepted(ada: Profile, eve: Profile) -> None:
    request = request_follow(ada, eve)
    services.accept_follow(request)
    assert services.accept_follow(request) is None
    services.unfollow(ada, eve)
    withdrawn = request_follow(ada, eve)
    services.unfollow(ada, eve)
    assert services.accept_follow(withdrawn) is None
    assert (follows(), requests()) == (set(), set())
    assert counts(ada, eve) == (0, 0)


def test_accept_of_request_beside_a_follow_returns_the_follow(ada: Profile, eve: Profile) -> None:
    """Only an import makes such rows."""
    services.follow(eve, ada)
    request = request_follow(ada, eve)
    follow = Follow.objects.create(follower=ada, followed=eve)
    assert services.accept_follow(request) == follow
    assert requests() == set()


def test_reject_follow(ada: Profile, eve: Profile) -> None:
    request = request_follow(ada, eve)
    for _ in range(2):
        assert services.reject_follow(request) is request
        assert (follows(), requests()) == (set(), set())
    assert counts(ada, eve) == (0, 0)
    services.follow(ada, eve)
    assert requests() == {(ada, eve)}


def test_unfollow_withdraws_the_request(ada: Profile, eve: Profile) -> None:
    services.follow(ada, eve)
    services.unfollow(ada, eve)
    assert requests() == set()


@pytest.mark.parametrize("batch", [1, 500])
def test_profile_that_becomes_public_accepts_all_requests(
    eve: Profile,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("django_tweets.services.batches.BATCH_SIZE", batch)
    askers = [make_profile() for _ in range(3)]
    for asker in askers:
        services.follow(asker, eve)
    with django_capture_on_commit_callbacks() as waiting:
        services.update_profile(eve, is_protected=False)
    assert follows() == set()
    for _ in range(2):  # a task may run twice
        for callback in waiting:
            callback()
        assert follows() == {(asker, eve) for asker in askers}
        assert requests() == set()
        assert stored(eve).follower_count == 3


def test_profile_that_becomes_public_accepts_no_request_of_others(
    ada: Profile, bob: Profile, eve: Profile
) -> None:
    """The other profile is public too, but its own task has not run yet."""
    FollowRequest.objects.create(follower=ada, followed=bob)
    services.update_profile(eve, is_protected=False)
    tasks.accept_follow_requests.func(eve.pk)
    assert requests() == {(ada, bob)}


def test_profile_that_becomes_protected_again_accepts_no_request(
    ada: Profile, eve: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    services.follow(ada, eve)
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(eve, is_protected=False)
        services.update_profile(eve, is_protected=True)
    assert (follows(), requests()) == (set(), {(ada, eve)})


def test_follow_of_profile_that_is_public_by_now_settles_the_request(
    ada: Profile, eve: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    """The task that accepts requests may be late, or lost."""
    with django_capture_on_commit_callbacks(execute=True):
        services.follow(ada, eve)
    assert eve.notifications.filter(kind="request").exists()
    with django_capture_on_commit_callbacks():  # and none of them is called
        services.update_profile(eve, is_protected=False)
    with django_capture_on_commit_callbacks(execute=True):
        services.follow(ada, stored(eve))
    assert (follows(), requests()) == ({(ada, eve)}, set())
    assert {row.kind for row in eve.notifications.all()} == {"follow"}
    assert find_inconsistencies() == []


def test_profile_that_is_protected_while_requests_are_accepted_keeps_the_rest(
    ada: Profile, bob: Profile, eve: Profile
) -> None:
    for asker in (ada, bob):
        services.follow(asker, eve)
    rows = get_profile_model()._base_manager.filter(pk=eve.pk)
    rows.update(is_protected=False)
    protect = partial(rows.update, is_protected=True)
    with run_before_statement(f"INSERT INTO {FOLLOW_TABLE}", protect):
        tasks.accept_follow_requests.func(eve.pk)
    assert follows() == {(ada, eve)}
    assert requests() == {(bob, eve)}


def test_signals_are_sent_once(
    ada: Profile,
    bob: Profile,
    eve: Profile,
    received: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        follow = services.follow(ada, bob)
        services.follow(ada, bob)
        services.unfollow(ada, bob)
        services.unfollow(ada, bob)
        first = request_follow(ada, eve)
        services.follow(ada, eve)
        services.reject_follow(first)
        services.reject_follow(first)
        second = request_follow(ada, eve)
        accepted = services.accept_follow(second)
        services.accept_follow(second)
        services.unfollow(bob, eve)
        assert received == []
    assert received == [
        ("followed", follow),
        ("unfollowed", follow),
        ("follow_requested", first),
        ("follow_rejected", first),
        ("follow_requested", second),
        ("followed", accepted),
    ]


@pytest.mark.parametrize("followers", [0, 5])
@pytest.mark.parametrize("is_protected", [False, True])
def test_follow_takes_a_constant_number_of_queries(
    ada: Profile, is_protected: bool, followers: int, django_assert_num_queries: Any
) -> None:
    followed = make_profile()
    for _ in range(followers):
        services.follow(make_profile(), followed)
    services.update_profile(followed, is_protected=is_protected)
    # Savepoint, counters (or lock), visibility rule, insert, release. MariaDB takes a statement for
    # each counter, and with UUID keys counters.add_follow() locks both profiles too.
    more = connection.vendor == "mysql" and 1 + (not isinstance(ada.pk, int))
    with django_assert_num_queries(5 if is_protected else 5 + more):
        services.follow(ada, followed)


def test_inactive_user_cannot_be_followed(ada: Profile, bob: Profile) -> None:
    get_user_model().objects.filter(pk=ada.user_id).update(is_active=False)
    with pytest.raises(PermissionDenied):
        services.follow(bob, ada)

"""Handles that look like those of staff, of much followed members, or of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, services, signals
from django_tweets.models import LookalikeHandle, ModerationCase, Report, handles
from django_tweets.services import lookalikes
from django_tweets.services.lookalikes import find_lookalike
from tests.factories import PROFILE_EXTRA, make_profile, make_user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("admin", "adm1n"),
        ("admin", "admln"),
        ("admin", "ad_min"),
        ("admin", "aadmin"),
        ("modern", "rnodern"),
        ("wave", "vvave"),
        ("root", "r00t"),
        ("staff", "5taff"),
        ("ada_lovelace", "adalove_lace"),
        ("david", "clavid"),
    ],
)
def test_lookalikes_have_the_same_skeleton(one: str, other: str) -> None:
    assert handles.skeleton(one) == handles.skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("admin", "admiral"), ("ada", "ida"), ("a", "b")])
def test_others_have_another_skeleton(one: str, other: str) -> None:
    assert handles.skeleton(one) != handles.skeleton(other)


def make_staff(name: str) -> Profile:
    return services.get_profile(make_user(name, is_staff=True))


def make_famous(name: str, followers: int = lookalikes.MIN_FOLLOWERS) -> Profile:
    profile = make_profile(name)
    get_profile_model()._base_manager.filter(pk=profile.pk).update(follower_count=followers)
    cache.clear()
    return profile


def test_lookalikes_of_whom_are_found() -> None:
    boss, star = make_staff("thebigboss"), make_famous("superstar")
    make_famous("quitefew", followers=99)
    assert find_lookalike("theb1gboss") == ("thebigboss", boss.pk)
    assert find_lookalike("super_star") == ("superstar", star.pk)
    assert find_lookalike("supp0rt") == ("support", None)
    for handle in ("quite_few", "somebody", "supp0rt@example.org", "support"):
        assert find_lookalike(handle) is None


def test_staff_and_much_followed_members_look_like_nobody() -> None:
    boss, star = make_staff("boss"), make_famous("b0ss")
    assert find_lookalike("boss", boss.pk) is None
    assert find_lookalike("b0ss", star.pk) is None


def test_hidden_members_are_not_compared() -> None:
    star = make_famous("superstar")
    services.update_profile(star, is_suspended=True)
    cache.clear()
    assert find_lookalike("superstar_") is None


def test_user_model_without_staff_has_no_protected_handles_of_staff(settings: Any) -> None:
    make_staff("boss")
    cache.clear()
    settings.AUTH_USER_MODEL = "auth.Group"
    assert lookalikes._protected_members() == []


def test_handles_are_compared_without_queries(ada: Profile) -> None:
    find_lookalike("ada")
    with CaptureQueriesContext(connection) as queries:
        find_lookalike("ada", ada.pk)
    assert len(queries) == 0


@pytest.fixture
def found() -> Iterator[list[tuple[str, str]]]:
    sent: list[tuple[str, str]] = []

    def receive(profile: Any, resembles: str, **kwargs: Any) -> None:
        sent.append((profile.handle, resembles))

    signals.lookalike_handle.connect(receive)
    yield sent
    signals.lookalike_handle.disconnect(receive)


def rows() -> list[tuple[Any, Any]]:
    return list(LookalikeHandle.objects.values_list("profile", "resembles"))


def test_staff_are_told_of_a_new_handle(
    ada: Profile, found: list[tuple[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    boss = make_staff("boss")
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, handle="b0ss")
    assert found == [("b0ss", "boss")]
    assert rows() == [(ada.pk, boss.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, handle="adm1n")
    assert found[1:] == [("adm1n", "admin")]
    assert rows() == [(ada.pk, None)]
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, handle="countess", bio="Hello")
        services.update_profile(ada, bio="Hello again")
    assert len(found) == 2
    assert rows() == []


def test_staff_are_told_of_a_new_member(
    found: list[tuple[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    profile = get_profile_model()(user=None, handle="adm1n", **PROFILE_EXTRA)
    with django_capture_on_commit_callbacks(execute=True):
        profile.save()
        make_profile()
    assert found == [("adm1n", "admin")]


def test_nobody_is_told_of_a_generated_handle(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        get_profile_model()(handle="user_38775972", **PROFILE_EXTRA).save()
    assert callbacks == []


def test_rows_go_with_either_profile(ada: Profile, bob: Profile) -> None:
    LookalikeHandle.objects.create(profile=ada, resembles=bob)
    bob.delete()
    assert rows() == []
    cleo = make_profile("cleo")
    LookalikeHandle.objects.create(profile=ada, resembles=cleo)
    assert str(LookalikeHandle.objects.get()) == f"{ada.pk}"
    ada.delete()
    assert rows() == []


def test_deleted_profile_is_not_reported(ada: Profile) -> None:
    LookalikeHandle.objects.create(profile=ada)
    services.delete_profile(ada)
    lookalikes.check_handle(ada.pk)
    assert rows() == []
    assert get_user_model()._base_manager.exists()


def test_lookalike_is_reported_to_the_moderators_once() -> None:
    make_famous("superstar")
    profile = make_profile("super_star")
    lookalikes.check_handle(profile.pk)
    lookalikes.check_handle(profile.pk)
    report = Report._base_manager.get()
    assert (report.profile_id, report.category) == (profile.pk, "impersonation")
    assert (report.reporter, report.comment) == (None, "The handle looks like @superstar.")
    assert ModerationCase._base_manager.get(pk=profile.pk).open_count == 1


def test_another_handle_of_the_same_profile_is_reported_again() -> None:
    make_famous("superstar")
    profile = make_profile("super_star")
    lookalikes.check_handle(profile.pk)
    services.update_profile(profile, handle="fine_name")
    lookalikes.check_handle(profile.pk)
    assert not LookalikeHandle._base_manager.exists()
    services.update_profile(profile, handle="supp0rt")
    lookalikes.check_handle(profile.pk)
    assert Report._base_manager.count() == 2

"""Handles that were given up: nobody else gets them for a while, and the last owner may return."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import FormerHandle, former_handle
from django_tweets.services import former_handles
from tests.factories import PROFILE_EXTRA, make_profile, make_user
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def rename(profile: Profile, handle: str) -> None:
    services.update_profile(profile, handle=handle)


def age(days: int) -> None:
    """Let all former handles be given up so many days ago."""
    FormerHandle.objects.update(released_at=timezone.now() - timedelta(days=days))


def assert_taken(profile: Profile, handle: str) -> None:
    before = profile.handle
    with pytest.raises(ValidationError) as caught:
        rename(profile, handle)
    assert caught.value.message_dict == {"handle": ["This handle is taken."]}
    assert profile.handle == before
    profile.refresh_from_db()
    assert profile.handle == before


def change(profile: Profile) -> None:
    rename(profile, "countess")


def delete(profile: Profile) -> None:
    services.delete_profile(profile)


def purge(profile: Profile) -> None:
    profile.delete()


def delete_user(profile: Profile) -> None:
    profile.user.delete()


def save(profile: Profile) -> None:
    profile.handle = "countess"
    profile.save(update_fields=["handle"])


@pytest.mark.parametrize("give_up", [change, delete, purge, delete_user, save])
def test_handle_that_was_given_up_is_held(
    ada: Profile, bob: Profile, give_up: Callable[[Profile], None]
) -> None:
    give_up(ada)
    assert FormerHandle.objects.count() == 1
    for handle in ("ada", "ADA"):
        assert_taken(bob, handle)
    age(89)
    assert_taken(bob, "ada")
    age(90)
    rename(bob, "ada")
    assert bob.handle == "ada"


def test_days_are_a_setting(ada: Profile, bob: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 7
    rename(ada, "countess")
    age(6)
    assert_taken(bob, "ada")
    age(7)
    rename(bob, "ada")


def test_zero_days_hold_nothing(ada: Profile, bob: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 0
    rename(ada, "countess")
    assert not FormerHandle.objects.exists()
    rename(bob, "ada")


def test_last_owner_takes_a_handle_back(ada: Profile, bob: Profile) -> None:
    rename(ada, "countess")
    rename(ada, "ada")
    assert [row.digest for row in FormerHandle.objects.all()] == [
        former_handle.make_digest("countess")
    ]
    assert_taken(bob, "countess")
    assert_taken(bob, "ada")


def test_user_takes_back_the_handle_of_a_deleted_profile(ada: Profile, bob: Profile) -> None:
    user = get_user_model()._base_manager.get(pk=ada.user_id)
    services.delete_profile(ada)
    assert_taken(bob, "ada")
    again = get_profile_model().objects.create(user=user, handle="again", **PROFILE_EXTRA)
    rename(again, "ada")
    assert again.handle == "ada"


def test_new_profile_gets_no_handle_that_is_held() -> None:
    first = make_profile("teapot")
    rename(first, "kettle")
    new = get_profile_model()(user=None, display_name="teapot", **PROFILE_EXTRA)
    new.save()
    assert new.handle.startswith("teapot_")
    assert get_profile_model().objects.filter(pk=new.pk).exists()


def test_profiles_made_at_once_get_no_handle_that_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    rename(make_profile("teapot"), "kettle")
    user = make_user()
    get_profile_model()._base_manager.filter(user=user).delete()
    monkeypatch.setattr(get_profile_model(), "suggest_handle", lambda user: "teapot")
    assert services.create_profiles([user]) == 1
    handle = get_profile_model()._base_manager.get(user=user).handle
    assert handle.startswith("teapot_")


def test_generated_handle_is_not_held(ada: Profile) -> None:
    ada.handle = "user_38775972"
    ada.save()
    assert FormerHandle.objects.count() == 1
    rename(ada, "countess")
    assert FormerHandle.objects.count() == 1


def test_profile_form_says_that_a_held_handle_is_taken(
    ada: Profile, bob: Profile, client: Any
) -> None:
    rename(ada, "countess")
    client.force_login(bob.user)
    response = client.post("/tweets/profile/", {"handle": "Ada", **PROFILE_EXTRA})
    assert response.status_code == 422
    assert "This handle is taken." in response.content.decode()


def test_other_changes_hold_nothing(ada: Profile) -> None:
    services.update_profile(ada, bio="Hello", handle="ada")
    ada.display_name = "Ada"
    ada.save()
    assert not FormerHandle.objects.exists()


def test_remote_handle_is_not_held(bob: Profile) -> None:
    remote = get_profile_model()(handle="ada@example.org", **PROFILE_EXTRA)
    remote.save()
    remote.handle = "ada@example.com"
    remote.save()
    remote.delete()
    assert not FormerHandle.objects.exists()


@pytest.mark.parametrize("has_user", [True, False])
def test_member_holds_few_handles(bob: Profile, has_user: bool) -> None:
    ada = make_profile("name0", **({} if has_user else {"user": None}))
    for number in range(1, 13):
        rename(ada, f"name{number}")
        age(1)
    assert FormerHandle.objects.count() == former_handle.MAX_HELD
    rename(bob, "name0")
    assert_taken(bob, "name11")


def test_last_of_two_owners_has_the_handle(ada: Profile, bob: Profile) -> None:
    rename(ada, "countess")
    age(100)
    rename(bob, "ada")
    rename(bob, "robert")
    assert FormerHandle.objects.get(digest=former_handle.make_digest("ada")).profile == bob
    assert_taken(ada, "ada")


def test_handle_that_staff_give_away_is_held_for_its_next_owner(ada: Profile, bob: Profile) -> None:
    rename(ada, "countess")
    bob.handle = "ada"
    bob.save()  # as in a shell: save() does not validate
    rename(bob, "robert")
    rename(bob, "ada")
    assert bob.handle == "ada"


def test_nothing_readable_remains_of_a_deleted_member(ada: Profile) -> None:
    services.delete_profile(ada)
    row = FormerHandle.objects.get()
    assert row.profile is None
    assert "ada" not in (row.digest, row.owner, str(row))


def test_purged_profile_is_no_longer_found_by_its_former_handles(ada: Profile) -> None:
    rename(ada, "countess")
    key = ada.pk
    ada.delete()
    assert not FormerHandle.objects.filter(profile=key).exists()
    assert FormerHandle.objects.count() == 2


def test_expired_rows_are_deleted(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(ada, "countess")
    age(91)
    rename(bob, "robert")
    assert former_handles.forget_expired() == 1
    assert FormerHandle.objects.get().profile == bob
    rename(ada, "lovelace")
    age(91)
    monkeypatch.setattr(former_handles, "MAX_CLEANED", 1)
    monkeypatch.setattr("django_tweets.services.batches.BATCH_SIZE", 1)
    assert former_handles.forget_expired() == 1
    assert FormerHandle.objects.count() == 1


def test_handle_that_is_given_up_again_meanwhile_stays_held(ada: Profile, bob: Profile) -> None:
    rename(ada, "countess")
    rename(ada, "lovelace")
    age(91)
    other = make_profile("countess")
    with run_before_statement("DELETE", lambda: rename(other, "duchess")):
        assert former_handles.forget_expired() == 1  # ada
    assert_taken(bob, "countess")

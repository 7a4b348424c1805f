from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from PIL import Image

from django_tweets import get_profile_model, images, services
from tests.factories import make_profile

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.files.base import ContentFile

    from tests.factories import Profile


pytestmark = pytest.mark.django_db


def picture() -> ContentFile[bytes]:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return images.to_webp(out, images.AVATAR)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.webp"))


def test_update_profile(ada: Profile) -> None:
    assert services.update_profile(ada, bio="new", handle="Ada_L") is ada
    stored = get_profile_model().objects.get(pk=ada.pk)
    for row in (ada, stored):
        assert (row.bio, row.handle) == ("new", "ada_l")


def test_update_profile_keeps_other_fields_as_stored(ada: Profile) -> None:
    get_profile_model().objects.update(location="Porto", follower_count=3)
    services.update_profile(ada, bio="new")
    stored = get_profile_model().objects.get(pk=ada.pk)
    assert (stored.location, stored.follower_count, stored.bio) == ("Porto", 3, "new")


@pytest.mark.parametrize(
    "changes",
    [{"bio": "x" * 201}, {"handle": "no spaces"}, {"handle": "BOB"}, {"website": "ftp://a.org"}],
)
def test_invalid_value_changes_nothing(ada: Profile, bob: Profile, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as error:
        services.update_profile(ada, location="Porto", **changes)
    assert list(error.value.message_dict) == list(changes)
    for row in (ada, get_profile_model().objects.get(pk=ada.pk)):
        assert (row.handle, row.bio, row.location) == ("ada", "", "")


def test_handle_taken_in_between_is_a_validation_error(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = get_profile_model()
    validate_unique = model.validate_unique

    def validate_and_lose(self: Profile, exclude: Any = None) -> None:
        validate_unique(self, exclude)
        make_profile("wanted")

    monkeypatch.setattr(model, "validate_unique", validate_and_lose)
    with pytest.raises(ValidationError) as error:
        services.update_profile(ada, handle="wanted")
    assert list(error.value.message_dict) == ["handle"]
    assert model.objects.get(pk=ada.pk).handle == "ada"


def test_unknown_constraint_raises_integrity_error(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one of a host that validation does not know."""
    monkeypatch.setattr(get_profile_model(), "validate_unique", lambda self, exclude: None)
    with pytest.raises(IntegrityError):
        services.update_profile(ada, user=bob.user)


def test_update_of_deleted_profile_raises_does_not_exist(ada: Profile) -> None:
    get_profile_model().objects.filter(pk=ada.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        services.update_profile(ada, bio="new")


def test_replaced_picture_is_removed_on_commit(
    ada: Profile, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(ada, avatar=picture())
    first = files(media)
    assert len(first) == 2  # of two sizes
    assert first[0].startswith("django_tweets/avatars/")
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, avatar=picture())
        assert len(files(media)) == 4
    second = files(media)
    assert {*first}.isdisjoint(second)
    avatar: Any = get_profile_model().objects.get(pk=ada.pk).avatar
    assert sorted([avatar.name, avatar.small_name]) == second


def test_cleared_picture_is_removed_on_commit(
    ada: Profile, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(ada, avatar=picture(), banner=picture())
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, avatar=False)
    assert not get_profile_model().objects.get(pk=ada.pk).avatar
    (left,) = files(media)
    assert left.startswith("django_tweets/banners/")


def test_unchanged_picture_stays(
    ada: Profile, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(ada, avatar=picture())
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, bio="new", avatar=ada.avatar)
    assert len(files(media)) == 2  # of two sizes


def test_pictures_of_deleted_profile_are_removed(
    ada: Profile, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(ada, avatar=picture(), banner=picture())
    with django_capture_on_commit_callbacks(execute=True):
        ada.user.delete()
        assert len(files(media)) == 3  # the avatar in two sizes
    assert files(media) == []


def make_users_without_profile(names: list[str]) -> list[Any]:
    model = get_user_model()
    return model._base_manager.bulk_create(model(**{model.USERNAME_FIELD: name}) for name in names)


def test_create_profiles_for_500_users(django_assert_max_num_queries: Any) -> None:
    users = make_users_without_profile([f"name.{n}" for n in range(500)])
    with django_assert_max_num_queries(21):  # SQLite on Django 5.2 takes rows in hundreds
        assert services.create_profiles(users) == 500
    profiles = get_profile_model().objects
    assert profiles.filter(user__in=users).count() == 500
    handles = list(profiles.values_list("handle", flat=True))
    assert len(set(handles)) == len(handles)


def test_login_names_with_the_same_slug_get_different_handles() -> None:
    make_profile("a_b")
    users = make_users_without_profile(["a.b", "A-B", "a b"])
    assert services.create_profiles(users) == 3

"""Checks of the settings for uploads, and forms without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.urls import reverse

from django_tweets import checks, get_profile_model, services
from django_tweets.forms import ProfileForm
from tests.test_site_checks import only

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile


STORAGE = "django.core.files.storage"
FILE_SYSTEM = {"default": {"BACKEND": f"{STORAGE}.FileSystemStorage"}}
IN_MEMORY = {"default": {"BACKEND": f"{STORAGE}.InMemoryStorage"}}


@pytest.fixture(params=["MEDIA_ROOT", "MEDIA_URL"])
def forgotten(settings: Any, request: pytest.FixtureRequest) -> str:
    """The name of a setting that is not set."""
    name: str = request.param
    setattr(settings, name, "")
    return name


def test_missing_media_setting_is_a_warning(forgotten: str) -> None:
    message = only(checks.check_media())
    assert message.id == "django_tweets.W007"
    assert message.msg.startswith(f"{forgotten} is not set")
    assert str(message.hint).startswith(f"{forgotten} = ")


def test_both_media_settings_are_one_warning(settings: Any) -> None:
    settings.MEDIA_ROOT = settings.MEDIA_URL = ""
    message = only(checks.check_media())
    assert message.msg.startswith("MEDIA_ROOT and MEDIA_URL are not set")
    assert message.hint == 'MEDIA_ROOT = BASE_DIR / "media"; MEDIA_URL = "media/"'


def test_other_storage_needs_no_media_settings(settings: Any, ada: Profile) -> None:
    settings.MEDIA_ROOT = settings.MEDIA_URL = ""
    settings.STORAGES = {**settings.STORAGES, **IN_MEMORY}
    assert checks.check_media() == []
    assert {"avatar", "banner"} <= ProfileForm(instance=ada).fields.keys()


def test_storage_with_its_own_folder_needs_no_media_settings(settings: Any) -> None:
    settings.MEDIA_ROOT = settings.MEDIA_URL = ""
    options = {"location": "/srv/files", "base_url": "https://files.example.org/"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**FILE_SYSTEM["default"], "OPTIONS": options},
    }
    assert checks.check_media() == []


def test_unusable_profile_model_is_reported_once(settings: Any) -> None:
    settings.DJANGO_TWEETS_PROFILE_MODEL = "people.Missing"
    assert checks.check_media() == []


@pytest.mark.usefixtures("forgotten")
def test_forms_have_no_pictures_without_a_folder(as_ada: Client, ada: Profile) -> None:
    url = reverse("django_tweets:profile_edit")
    html = as_ada.get(url).content.decode()
    assert 'name="display_name"' in html
    assert 'type="file"' not in html
    assert not {"avatar", "banner"} & ProfileForm(instance=ada).fields.keys()


def test_forms_have_pictures_with_a_folder(as_ada: Client, media: Path) -> None:
    html = as_ada.get(reverse("django_tweets:profile_edit")).content.decode()
    assert html.count('type="file"') == 2


def test_upload_is_not_written_to_the_working_directory(
    settings: Any, ada: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings.MEDIA_ROOT = ""
    with pytest.raises(ImproperlyConfigured, match="avatar can't be stored: set MEDIA_ROOT"):
        services.update_profile(ada, avatar=ContentFile(b"picture", name="picture.webp"))
    assert list(tmp_path.iterdir()) == []
    services.update_profile(ada, avatar=False)


@pytest.mark.needs("django.contrib.admin")
@pytest.mark.parametrize("is_set", [True, False])
def test_admin_has_pictures_with_a_folder_only(
    settings: Any, admin_client: Client, ada: Profile, media: Path, is_set: bool
) -> None:
    settings.MEDIA_ROOT = media if is_set else ""
    model = get_profile_model()._meta
    url = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[ada.pk])
    html = admin_client.get(url).content.decode()
    assert html.count('type="file"') == (2 if is_set else 0)

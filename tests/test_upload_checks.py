"""Checks of the settings for uploads, and forms without them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.urls import reverse

from django_tweets import checks, get_profile_model, services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.forms import ProfileForm
from tests.attachments import make_picture
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


def test_link_previews_without_the_extra_are_an_error(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    assert checks.check_link_previews() == []
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    message = only(checks.check_link_previews())
    assert message.id == "django_tweets.E012"
    assert "django-tweets[previews]" in str(message.hint)
    monkeypatch.undo()
    assert checks.check_link_previews() == []


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


def use_attachment_folder(settings: Any, location: object) -> None:
    options = {"location": location}
    storage = {"BACKEND": f"{STORAGE}.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "django_tweets": storage}


def test_site_without_a_place_for_attachments_is_warned(
    media: Path, settings: Any, ada: Profile
) -> None:
    settings.MEDIA_ROOT = ""
    message = only(checks.check_attachment_storage())
    assert message.id == "django_tweets.W012"
    assert "MEDIA_ROOT" in str(message.hint)
    storage = get_attachment_storage()
    assert storage.listdir("") == ([], [])
    assert not storage.exists("a")
    storage.delete("a")
    with pytest.raises(FileNotFoundError):
        storage.open("a")
    with pytest.raises(ImproperlyConfigured):
        storage.save("a", ContentFile(b""))
    with pytest.raises(ImproperlyConfigured):
        services.upload(ada, make_picture())


def test_folder_beside_media_root_has_no_messages(media: Path) -> None:
    assert checks.check_attachment_storage() == []
    storage: Any = get_attachment_storage()
    assert storage.location == f"{media}-private"
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url("a")


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT", "STATICFILES_DIRS", "pair"])
def test_folder_that_is_served_is_an_error(settings: Any, tmp_path: Path, name: str) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "assets", ("more", str(tmp_path / "more"))]
    folders = {
        "MEDIA_ROOT": "media/files",
        "STATIC_ROOT": "static",
        "STATICFILES_DIRS": "assets/files",
        "pair": "more/files",
    }
    use_attachment_folder(settings, tmp_path / folders[name])
    message = only(checks.check_attachment_storage())
    assert message.id == "django_tweets.E014"
    assert name in {"pair", *message.msg.split(" ")} or f"{name}," in message.msg
    use_attachment_folder(settings, tmp_path / "private")
    assert checks.check_attachment_storage() == []


def test_media_root_inside_of_static_root_is_an_error(
    media: Path, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    assert only(checks.check_attachment_storage()).id == "django_tweets.E014"


def test_storage_that_cannot_be_made_is_an_error(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "django_tweets": {"BACKEND": "missing.Storage"}}
    assert only(checks.check_attachment_storage()).id == "django_tweets.E014"


def test_other_storage_has_no_messages(settings: Any) -> None:
    settings.MEDIA_ROOT = ""
    settings.STORAGES = {**settings.STORAGES, "django_tweets": IN_MEMORY["default"]}
    assert checks.check_attachment_storage() == []

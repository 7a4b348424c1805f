"""Files that a storage can't take: a form error that keeps the text, and nothing is left behind."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, images, services
from django_tweets.file_storage import StorageError, storing
from django_tweets.models import Attachment
from django_tweets.views.base import FRAGMENT_HEADER
from tests.attachments import make_picture
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


class ClientError(Exception):
    """Like that of botocore, whose class is made at run time and is no OSError."""


ERRORS = [
    OSError(errno.ENOSPC, "No space left on device"),
    PermissionError(errno.EACCES, "Permission denied"),
    ClientError("An error occurred (SlowDown) when calling the PutObject operation"),
]


class FailingStorage(FileSystemStorage):
    """A folder on a disk that gets full in the middle of a file, after some others."""

    error: ClassVar[Exception | None] = None
    room: ClassVar[int] = 0
    """Files that are stored before."""

    def _save(self, name: str, content: Any) -> str:
        cls = type(self)
        if cls.error is None or cls.room:
            cls.room -= 1
            stored: str = super()._save(name, content)  # type: ignore[misc]  # its stubs leave it out
            return stored
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[:100])
        raise cls.error


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder of a site whose storages fail."""
    settings.MEDIA_ROOT = tmp_path / "media"
    backend = {"BACKEND": f"{__name__}.FailingStorage"}
    private = {**backend, "OPTIONS": {"location": tmp_path / "private", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": backend, "django_tweets": private}
    FailingStorage.error, FailingStorage.room = ERRORS[0], 0
    yield tmp_path
    FailingStorage.error = None


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("room", [0, 1])
@pytest.mark.parametrize("headers", [{}, {FRAGMENT_HEADER: "1"}], ids=["page", "fragment"])
def test_form_for_a_tweet_keeps_its_text(
    as_ada: Client,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    headers: dict[str, str],
    room: int,
    error: Exception,
) -> None:
    FailingStorage.error, FailingStorage.room = error, room
    data = {"content": "KEPT", "files": make_picture(1200, 800), **TWEET_EXTRA}
    response = as_ada.post(reverse("django_tweets:tweet_create"), data, headers=headers)
    assert response.status_code == 503
    html = response.content.decode()
    assert "KEPT" in html
    assert "can’t be stored at present" in html
    assert stored_files(folder) == []
    assert not Attachment.objects.exists()
    assert not get_tweet_model()._base_manager.exists()
    assert [str(error) in message for message in caplog.messages[:1]] == [True]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_upload_of_the_script(as_ada: Client, folder: Path, error: Exception) -> None:
    FailingStorage.error = error
    data = {"file": make_picture(1200, 800)}
    url = reverse("django_tweets:media_upload")
    response = as_ada.post(url, data, headers={FRAGMENT_HEADER: "1"})
    assert response.status_code == 503
    assert "can’t be stored at present" in response.content.decode()
    assert stored_files(folder) == []
    assert not Attachment.objects.exists()
    FailingStorage.error = None
    data = {"file": make_picture(1200, 800)}
    assert as_ada.post(url, data, headers={FRAGMENT_HEADER: "1"}).status_code == 200


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("room", [0, 1, 2])
def test_form_for_a_profile_keeps_its_text(
    ada: Profile, as_ada: Client, folder: Path, room: int, error: Exception
) -> None:
    """An avatar is two files, a banner is one."""
    FailingStorage.error, FailingStorage.room = error, room
    data = {"handle": "ada", "display_name": "KEPT", "bio": "KEPT TOO", **PROFILE_EXTRA}
    pictures = {"avatar": make_picture(500, 500), "banner": make_picture(1500, 500)}
    response = as_ada.post(reverse("django_tweets:profile_edit"), {**data, **pictures})
    assert response.status_code == 503
    html = response.content.decode()
    assert "KEPT TOO" in html
    assert "can’t be stored at present" in html
    assert stored_files(folder) == []
    stored: Any = get_profile_model()._base_manager.get(pk=ada.pk)
    assert (stored.bio, stored.avatar.name, stored.banner.name) == ("", "", "")


def test_former_picture_stays_if_the_new_one_is_not_stored(ada: Profile, folder: Path) -> None:
    FailingStorage.error = None
    services.update_profile(ada, avatar=make_avatar())
    files = sorted(stored_files(folder))
    assert len(files) == 2
    FailingStorage.error, FailingStorage.room = ERRORS[0], 1
    with pytest.raises(StorageError) as caught:
        services.update_profile(ada, avatar=make_avatar())
    assert [*caught.value.message_dict] == ["avatar"]
    assert sorted(stored_files(folder)) == files


def make_avatar() -> Any:

    return images.to_webp(make_picture(500, 500), images.AVATAR)


def test_mistake_of_the_site_is_raised_as_it_is() -> None:
    with pytest.raises(ImproperlyConfigured), storing():
        raise ImproperlyConfigured("no bucket")

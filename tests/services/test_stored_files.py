from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from django_tweets import services
from django_tweets.services.stored_files import find_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_storage_that_fails_does_not_fail_the_change(
    ada: Profile,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Django logs the error. Two files are replaced: the second is removed all the same."""
    services.update_profile(
        ada, avatar=ContentFile(b"1", "a.webp"), banner=ContentFile(b"2", "b.webp")
    )
    names = [ada.avatar.name, ada.banner.name]
    delete = FileSystemStorage.delete

    def fail_once(storage: Any, name: str) -> None:
        if name == names[0]:
            raise OSError("the disk is gone")
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", fail_once)
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, avatar=False, banner=False)
    assert [default_storage.exists(name) for name in names] == [True, False]
    assert "the disk is gone" in caplog.text
    ada.refresh_from_db()
    assert not ada.avatar


def test_missing_picture_is_not_removed(
    ada: Profile, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.update_profile(ada, avatar=ContentFile(b"1", "a.webp"))
    assert default_storage.exists(ada.avatar.name)
    assert caplog.text == ""


def test_files_are_found_in_the_order_of_their_names(media: Path) -> None:
    folders = ["django_tweets/banners", "django_tweets/avatars"]
    names = [f"{folder}/{name}.webp" for folder in folders for name in "cab"]
    for name in names:
        default_storage.save(name, ContentFile(b""))
    assert [file.name for file in find_files()] == sorted(names)

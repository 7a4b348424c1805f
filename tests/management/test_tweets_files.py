from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.management import CommandError, call_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile


def run(**options: Any) -> list[str]:
    out = StringIO()
    call_command("tweets_files", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def files(media: Path) -> list[str]:
    """Names of files in the storage, one of them the host's."""
    names = ["django_tweets/avatars/a.webp", "django_tweets/banners/b.webp", "django_tweets/x.css"]
    return [default_storage.save(name, ContentFile(b"")) for name in names]


def test_uploaded_files_are_listed(media: Path, ada: Profile) -> None:
    ada.avatar.save("a.png", ContentFile(b""))
    ada.banner.save("b.png", ContentFile(b""))
    preview = default_storage.save("django_tweets/previews/c.webp", ContentFile(b""))
    assert run() == [ada.avatar.name, ada.banner.name, preview]


def test_files_without_profiles_are_listed(files: list[str]) -> None:
    assert run() == files[:2]
    assert all(map(default_storage.exists, files))


def test_site_without_files_lists_no_files(media: Path) -> None:
    assert run(delete=True) == []


def test_files_are_deleted_after_a_question(
    files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match=r"Nothing is deleted\."):
        run(delete=True)
    assert all(map(default_storage.exists, files))
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    assert run(delete=True) == [*files[:2], "Deleted 2 files."]
    assert [default_storage.exists(name) for name in files] == [False, False, True]


def test_files_are_deleted_without_a_question(files: list[str]) -> None:
    run(delete=True, interactive=False)
    assert not default_storage.exists(files[0])


class WriteOnly(Storage):
    """A storage that can't list files."""


def test_storage_that_cannot_list_files_is_an_error(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "tests.management.test_tweets_files.WriteOnly"},
    }
    with pytest.raises(CommandError, match="The storage can't list files"):
        run()

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_profile_model
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import Attachment, avatars
from django_tweets.services import stored_files
from tests.attachments import make_attachment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def run(**options: Any) -> list[str]:
    out = StringIO()
    call_command("remove_unused_files", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture(params=[1, 1000])
def files(
    media: Path, ada: Profile, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[tuple[Any, str]], list[tuple[Any, str]]]:
    """Files that rows have, and files that no row has, with their storages; all are old."""
    for name in ("BATCH_SIZE", "PICTURES", "ROWS"):
        monkeypatch.setattr(stored_files, name, request.param)
    private = get_attachment_storage()
    used: list[tuple[Any, str]] = []
    for _ in range(3):
        used += [(private, name) for name in make_attachment(ada).file_names]
    pictures = {
        "avatar": "django_tweets/avatars/a-2.webp",
        "banner": "django_tweets/banners/b.webp",
    }
    get_profile_model()._base_manager.filter(pk=ada.pk).update(**pictures)
    for name in [*pictures.values(), "django_tweets/avatars/a-small.webp"]:
        used.append((default_storage, default_storage.save(name, ContentFile(b"1"))))
    left = [
        (private, "django_tweets/attachments/00/1/480.webp"),
        (private, "django_tweets/attachments/ff/1/8.webp"),
        (private, used[0][1].replace("8.webp", "9.webp")),
        (default_storage, "django_tweets/avatars/x-2.webp"),
        (default_storage, "django_tweets/avatars/x-small.webp"),
        (default_storage, "django_tweets/banners/y.webp"),
    ]
    for storage, name in left:
        storage.save(name, ContentFile(b"1"))
    old = (timezone.now() - timedelta(hours=2)).timestamp()
    for storage, name in [*used, *left]:
        os.utime(storage.path(name), (old, old))
    default_storage.save("django_tweets/other.css", ContentFile(b""))  # the host's
    return used, left


def existing(files: list[tuple[Any, str]]) -> list[str]:
    return [name for storage, name in files if storage.exists(name)]


Files = tuple[list[tuple[Any, str]], list[tuple[Any, str]]]


def test_files_without_a_row_are_removed(files: Files) -> None:
    used, left = files
    listed = run(dry_run=True)
    assert sorted(listed[:-1]) == sorted(name for _, name in left)
    assert len(existing(left)) == len(left)
    assert run()[-1] == "Files without a row: 6"
    assert existing(left) == []
    assert len(existing(used)) == len(used)
    assert default_storage.exists("django_tweets/other.css")
    assert run()[-1] == "Files without a row: 0"


def test_profiles_are_read_once_for_all_pictures(
    media: Path, ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their columns have no index: each statement that looks for names reads ten million rows."""
    monkeypatch.setattr(stored_files, "BATCH_SIZE", 1)
    for number in range(20):
        default_storage.save(f"django_tweets/avatars/{number}.webp", ContentFile(b"1"))
    get_profile_model()._base_manager.update(avatar="django_tweets/avatars/0.webp")
    with CaptureQueriesContext(connection) as captured:
        names = stored_files.walk(default_storage, avatars.FOLDER)
        assert len([*stored_files._unused_pictures(names)]) == 19
    table = connection.ops.quote_name(get_profile_model()._meta.db_table)
    # A last one finds that no row is left.
    assert len([query for query in captured if f"FROM {table}" in query["sql"]]) == 3


def test_young_file_stays(files: Files) -> None:
    _, left = files
    storage, name = left[0]
    os.utime(storage.path(name))
    run()
    assert existing(left) == [name]


def test_old_uploads_go(ada: Profile, media: Path, django_capture_on_commit_callbacks: Any) -> None:
    old = make_attachment(ada, created_at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert run() == [
            "Unpublished attachments: 1",
            "Unused attachments: 0",
            "Files without a row: 0",
        ]
    assert not Attachment.objects.exists()
    assert not get_attachment_storage().exists(old.file_names[0])


class WriteOnly(Storage):
    """A storage that can't list files."""


def test_storage_that_cannot_list_files_is_an_error(settings: Any) -> None:
    backend = {"BACKEND": f"{__name__}.WriteOnly"}
    settings.STORAGES = {**settings.STORAGES, "django_tweets": backend}
    with pytest.raises(CommandError, match="The storage can't list files"):
        run()


def test_site_without_storage_has_no_files(media: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = ""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    assert run()[-1] == "Files without a row: 0"

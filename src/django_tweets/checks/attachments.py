"""Checks of the storage of attachments: it exists, and no web server serves its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, InvalidStorageError

from ..file_storage import get_attachment_storage, has_attachment_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

HINT = (
    'STORAGES["django_tweets"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", '
    '"OPTIONS": {"location": BASE_DIR / "media-private"}}'
)


def check_attachment_storage(**kwargs: Any) -> list[CheckMessage]:
    """W012: no storage of attachments is set. E014: everybody can read the files in it."""
    if not has_attachment_storage():
        return [
            checks.Warning(
                'Neither MEDIA_ROOT nor STORAGES["django_tweets"] is set: members can\'t attach '
                "pictures and videos.",
                hint=f'MEDIA_ROOT = BASE_DIR / "media", or {HINT}',
                id="django_tweets.W012",
            )
        ]
    try:
        storage: Any = get_attachment_storage()
        is_folder = isinstance(storage, FileSystemStorage)
    except (InvalidStorageError, ImproperlyConfigured) as error:
        return [
            checks.Error(
                f'STORAGES["django_tweets"] can\'t be used: {error}',
                hint=HINT,
                id="django_tweets.E014",
            )
        ]
    if not is_folder:
        return []
    folder = Path(storage.location)
    return [
        checks.Error(
            f"The folder of attachments, {folder}, is inside of {name}, which a web server serves: "
            "everybody could read what is for followers.",
            hint=HINT,
            id="django_tweets.E014",
        )
        for name, served in _served_folders()
        if folder.is_relative_to(served)
    ]


def _served_folders() -> Iterator[tuple[str, Path]]:
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        if value := getattr(settings, name):
            yield name, Path(value).absolute()
    found: list[Any] = [*settings.STATICFILES_DIRS]
    for each in found:  # a folder, or a prefix and a folder
        folder = each[1] if isinstance(each, list | tuple) else each
        yield "STATICFILES_DIRS", Path(folder).absolute()

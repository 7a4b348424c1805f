"""File storages of the site: which settings are missing, and where attachments go."""

from __future__ import annotations

import logging
import posixpath
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation, ValidationError
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.signals import setting_changed
from django.urls import get_script_prefix
from django.utils.functional import LazyObject, empty
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field

logger = logging.getLogger("django_tweets")


def missing_settings(field: Field[Any, Any] | None) -> list[str]:
    """Return which of MEDIA_ROOT and MEDIA_URL the storage of a file field needs and has not.

    Without MEDIA_ROOT a file is written to the working directory of the process, and without
    MEDIA_URL its address is 404. A storage that is no folder needs neither.
    """
    storage = getattr(field, "storage", None)
    if not isinstance(storage, FileSystemStorage):
        return []
    # Django makes "/" or the script prefix of an empty MEDIA_URL.
    has_url = storage.base_url not in {None, "", "/", get_script_prefix()}
    settings = {"MEDIA_ROOT": bool(storage.base_location), "MEDIA_URL": has_url}
    return [name for name, is_set in settings.items() if not is_set]


CONTENT_TYPES = {
    ".avif": "image/avif",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}
"""Types of our files. The tables of Python and of the system differ from host to host."""


def content_type_of(name: str) -> str:
    """Return the Content-Type of a file of ours."""
    return CONTENT_TYPES.get(posixpath.splitext(name)[1], "application/octet-stream")


ALIAS = "django_tweets"
"""Name in STORAGES of the storage for attachments."""


class AttachmentStorage(LazyObject):
    """The storage of attachments: STORAGES["django_tweets"], or else a folder beside MEDIA_ROOT.

    No web server may serve it: a view does, which asks who may read the tweet.
    """

    def _setup(self) -> None:
        self._wrapped: Any = _make_attachment_storage()


class PrivateFolder(FileSystemStorage):
    """A folder whose files have no URL."""

    base_url: Any = None


class NoStorage(Storage):
    """The storage of attachments on a site without the setting. It has no files."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        raise FileNotFoundError(name)

    def _save(self, name: str, content: Any) -> str:
        raise ImproperlyConfigured('Set MEDIA_ROOT or STORAGES["django_tweets"].')

    def delete(self, name: str) -> None:
        """Do nothing: there is no file."""

    def exists(self, name: str) -> bool:
        """Return False: there is no file."""
        return False

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return no folders and no files."""
        return [], []


class StorageError(ValidationError):
    """A storage can't take a file at present: it is full, away, or refuses it."""


@contextmanager
def storing() -> Iterator[None]:
    """Raise StorageError, and log the error, if a storage fails within this context."""
    try:
        yield
    except (ImproperlyConfigured, SuspiciousOperation):  # mistakes, which don't go away
        raise
    except Exception as error:  # storages raise many types
        logger.error("A file can’t be stored: %s: %s", type(error).__name__, error)  # noqa: TRY400 - no traceback: one line for each file
        message = _("The file can’t be stored at present. Try again later.")
        raise StorageError(message, code="not_stored") from error


def _make_attachment_storage() -> Storage:
    if ALIAS in settings.STORAGES:
        return storages[ALIAS]
    root = str(settings.MEDIA_ROOT).rstrip("/\\")
    return PrivateFolder(location=f"{root}-private") if root else NoStorage()


attachment_storage: Any = AttachmentStorage()


def get_attachment_storage() -> Storage:
    """Return the storage of attachments, for a field: migrations then name no storage."""
    storage: Storage = attachment_storage
    return storage


def has_attachment_storage() -> bool:
    """Return whether the site has a storage of attachments."""
    return ALIAS in settings.STORAGES or bool(settings.MEDIA_ROOT)


def _forget_storage(*, setting: str, **kwargs: Any) -> None:
    if setting in {"STORAGES", "MEDIA_ROOT"}:
        attachment_storage._wrapped = empty


setting_changed.connect(_forget_storage)

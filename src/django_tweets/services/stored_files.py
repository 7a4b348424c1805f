"""Uploaded files in their storage: find them, and remove those that no row refers to."""

from __future__ import annotations

import logging
import posixpath
import weakref
from contextlib import suppress
from datetime import timedelta
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone

from ..file_storage import content_type_of, get_attachment_storage, storing
from ..models import Attachment, DataExport, LinkPreview, avatars, link_preview
from ..models.attachment import FOLDER as ATTACHMENT_FOLDER
from ..models.data_export import FOLDER as EXPORT_FOLDER
from ..models.profile import FOLDERS as PICTURE_FOLDERS
from ..swapping import get_profile_model
from .batches import value_batches
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from django.core.files.storage import Storage
    from django.db.models.fields.files import FieldFile

logger = logging.getLogger("django_tweets")

MIN_AGE = timedelta(hours=1)
"""A younger file may belong to a row that is written at this moment."""

BATCH_SIZE = 1000  # files, or folders of attachments, that are compared with rows at a time

PICTURES = 100_000
"""Pictures of profiles and link previews that are compared with all rows at a time: 30 MB."""

ROWS = 10_000  # with pictures, that are read at once


def remove_on_commit(file: FieldFile, *, using: str | None) -> None:
    """Remove file, and the small one of an avatar, when the transaction has been committed."""
    small = getattr(file, "small_name", "")
    names = filter(None, [file.name, small])
    remove_names_on_commit(file.storage, names, using=using)


def remove_names_on_commit(storage: Storage, names: Iterable[str], *, using: str | None) -> None:
    """Remove the files with these names when the transaction has been committed."""
    names = list(names)

    def remove() -> None:  # no partial: Django before 6.1 logs the name of a function that fails
        remove_names(storage, names)

    transaction.on_commit(remove, using=using, robust=True)


def remove_names(storage: Storage, names: Iterable[str]) -> None:
    """Remove the files with these names, and the folders of attachments that are empty then.

    A storage that fails is logged: the command remove_unused_files tries again.
    """
    names = list(names)
    for name in names:
        try:
            storage.delete(name)
        except Exception:  # storages raise many types
            logger.exception("Can’t remove the file %s", name)
    remove_empty_folders(storage, names)


def remove_empty_folders(storage: Storage, names: Iterable[str]) -> None:
    """Remove the folders of attachments in which the files with these names were, if empty."""
    if isinstance(storage, FileSystemStorage):
        for folder in {posixpath.dirname(name) for name in names}:
            if folder.startswith(f"{ATTACHMENT_FOLDER}/"):
                with suppress(OSError):  # not empty
                    storage.delete(folder)


class NewFiles:
    """Files that are stored before the rows that name them.

    They are removed after an error in this context, and unless keep_on_commit() was called in a
    transaction that was committed. A storage may take seconds: store the files before the
    transaction begins or locks rows. SQLite locks the whole database when it begins.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage, self._names = storage, list[str]()
        self.size = 0
        """Bytes of all files that were saved."""
        self._finalizer = weakref.finalize(self, remove_names, storage, self._names)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: object, error: object, traceback: object) -> None:
        if error_type is not None:
            self._finalizer()  # at once: who handles the error may keep it, and so this

    def save(self, name: str, content: bytes) -> str:
        """Store content, and return the name that the storage has given it."""
        return self.save_file(name, ContentFile(content))

    def save_file(self, name: str, file: Any, max_length: int | None = None) -> str:
        """Store a django.core.files.File in parts, and return the name of save().

        Raise StorageError if the storage fails.
        """
        file.content_type = content_type_of(name)  # storages such as S3 keep it with the file
        self._names.append(name)  # a storage that fails may have written a part
        with storing():
            stored = self._storage.save(name, file, max_length=max_length)
        self._names[-1] = stored
        self.size += file.size
        return stored

    def save_field(self, file: FieldFile) -> None:
        """Store the new file of a field, and the other files that its class makes of it."""
        storage = file.storage
        file.storage = _Recorder(self)  # type: ignore[assignment]  # as a storage
        try:
            file.save(file.name or "", file.file, save=False)
        finally:
            file.storage = storage

    def keep_on_commit(self, *, using: str) -> None:
        """Keep the files if the current transaction is committed.

        Django tells nobody of the rollback of an outer transaction: it drops the functions that
        wait for the commit. One of them owns this object, and the files go when the object does.
        """
        transaction.on_commit(self._keep, using=using)

    def _keep(self) -> None:
        self._finalizer.detach()


class _Recorder:
    """Saves the new files of a field among those of a transaction."""

    def __init__(self, files: NewFiles) -> None:
        self._files = files

    def save(self, name: str, content: Any, max_length: int | None = None) -> str:
        return self._files.save_file(name, content, max_length)


class StoredFile(NamedTuple):
    """A file in a storage."""

    storage: Storage
    name: str


def find_files() -> list[StoredFile]:
    """Return the uploaded files in the storages, in the order of their names.

    These are all files in our folders: there may be no profiles any more. Raise
    NotImplementedError if the storage can't list files.
    """
    found = [
        StoredFile(storage, name)
        for storage, folder in _folders()
        for name in walk(storage, folder)
    ]
    return sorted(found, key=attrgetter("name"))


def find_unused_files() -> Iterator[StoredFile]:
    """Yield the files in our folders that no row has, without those younger than MIN_AGE.

    Files are listed and compared in batches. Raise NotImplementedError if a storage can't list
    them.
    """
    newest = timezone.now() - MIN_AGE
    for storage, folder in _folders():
        find = _FINDERS.get(folder, _unused_pictures)
        for name in find(walk(storage, folder)):
            with suppress(FileNotFoundError):  # gone since it was listed
                if storage.get_modified_time(name) < newest:
                    yield StoredFile(storage, name)


def _folders() -> Iterator[tuple[Storage, str]]:
    for field, folder in _picture_fields():
        yield field.storage, folder
    yield get_attachment_storage(), ATTACHMENT_FOLDER
    yield get_attachment_storage(), EXPORT_FOLDER


def _picture_fields() -> Iterator[tuple[Any, str]]:
    """Yield the fields of pictures with a folder in the storage of their own, and the folders."""
    for name, folder in PICTURE_FOLDERS.items():
        yield get_profile_model()._meta.get_field(name), folder
    yield LinkPreview._meta.get_field("picture"), link_preview.FOLDER


def walk(storage: Any, folder: str) -> Iterator[str]:
    """Yield the names of all files in folder and below. Those of one folder come together."""
    if hasattr(storage, "bucket_name") and hasattr(storage, "connection"):
        # S3 of django-storages: a request for a thousand names, and not for each folder.
        start = posixpath.join(storage.location, folder, "")
        pages = storage.connection.meta.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=storage.bucket_name, Prefix=start):
            for row in page.get("Contents", ()):
                yield f"{folder}/{row['Key'].removeprefix(start)}"
        return
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in sorted(names))
    for name in sorted(folders):
        yield from walk(storage, f"{folder}/{name}")


def _unused_attachments(names: Iterable[str]) -> Iterator[str]:
    """Yield those of names that no attachment has: whole folders are compared at a time."""
    groups = (list(group) for _, group in groupby(names, posixpath.dirname))
    while batch := list(islice(groups, BATCH_SIZE)):
        files = [name for group in batch for name in group]
        rows = for_write(Attachment._base_manager.filter(file__in=files))
        used = {name for row in rows for name in row.file_names}
        yield from (name for name in files if name not in used)


def _unused_pictures(names: Iterable[str]) -> Iterator[str]:
    """Yield those of names that no profile and no link preview has.

    The rows with a picture are read once for PICTURES files. Their columns have no index: it would
    have an entry for each profile, and most have no picture.
    """
    names = iter(names)
    while batch := list(islice(names, PICTURES)):
        unused: dict[str, list[str]] = {}
        for name in batch:
            unused.setdefault(avatars.pair_name(name), []).append(name)
        for stored in _stored_pictures():
            unused.pop(stored, None)
        for each in unused.values():
            yield from each


def _stored_pictures() -> Iterator[str]:
    """Yield the names of the pictures that profiles and link previews have."""
    for field, _ in _picture_fields():
        rows = field.model._base_manager.exclude(**{field.name: ""})
        for batch in value_batches(rows, field.name, size=ROWS):
            yield from (name for _, name in batch)


def _unused_exports(names: Iterable[str]) -> Iterator[str]:
    """Yield those of names that no data export has."""
    names = iter(names)
    while batch := list(islice(names, BATCH_SIZE)):
        tokens = {posixpath.basename(name).partition("-")[0] for name in batch}
        rows = for_write(DataExport._base_manager.filter(token__in=tokens))
        used = {file["name"] for files in rows.values_list("files", flat=True) for file in files}
        yield from (name for name in batch if name not in used)


_FINDERS = {ATTACHMENT_FOLDER: _unused_attachments, EXPORT_FOLDER: _unused_exports}
"""Functions that find unused files, by the folders. For others it is _unused_pictures()."""

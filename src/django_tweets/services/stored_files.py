"""Uploaded files in their storage: find them, and remove those that no row refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from ..models.profile import FOLDERS
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from django.core.files.storage import Storage
    from django.db.models.fields.files import FieldFile


def remove_on_commit(file: FieldFile, *, using: str | None) -> None:
    """Remove file from its storage when the transaction has been committed."""
    if file.name:
        storage, name = file.storage, file.name

        def remove() -> (
            None
        ):  # no partial: Django before 6.1 logs the name of a function that fails
            storage.delete(name)

        transaction.on_commit(remove, using=using, robust=True)


class StoredFile(NamedTuple):
    """A file in a storage."""

    storage: Storage
    name: str


def find_files() -> list[StoredFile]:
    """Return the avatars and banners in the storage, in the order of their names.

    These are all files in our folders: there may be no profiles any more. Raise
    NotImplementedError if the storage can't list files.
    """
    fields = get_profile_model()._meta
    found = {
        f"{folder}/{name}": fields.get_field(field).storage  # type: ignore[union-attr]  # of files
        for field, folder in FOLDERS.items()
        for name in _list_files(fields.get_field(field).storage, folder)  # type: ignore[union-attr]  # of files
    }
    return [StoredFile(storage, name) for name, storage in sorted(found.items())]


def _list_files(storage: Storage, folder: str) -> list[str]:
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return []
    return names

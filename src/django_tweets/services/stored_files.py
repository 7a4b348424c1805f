"""Removal of stored files that no row refers to any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


def remove_on_commit(file: FieldFile, *, using: str | None) -> None:
    """Remove file from its storage when the transaction has been committed."""
    if file.name:
        remove = partial(file.storage.delete, file.name)
        transaction.on_commit(remove, using=using, robust=True)

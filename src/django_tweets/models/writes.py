"""Inserts that may meet a row that another transaction has inserted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import Model


def upsert(rows: Sequence[Model], *, unique: str, update: Sequence[str], using: str) -> None:
    """Insert rows. If a row with the same value of unique exists, set its update fields instead."""
    if not rows:
        return
    # MySQL and MariaDB find the unique key themselves, and accept no name for it.
    accepts_name = connections[using].features.supports_update_conflicts_with_target
    type(rows[0])._base_manager.using(using).bulk_create(
        rows,
        update_conflicts=True,
        update_fields=update,
        unique_fields=[unique] if accepts_name else None,
    )


def save_unless_taken(row: Model, field: str, save: Callable[[], Any], *, using: str) -> bool:
    """Call save, which inserts or updates row, in a savepoint.

    Return False, with nothing written, if another row has row's value of field: the caller tries
    the next value. Raise IntegrityError if another constraint is violated.
    """
    try:
        with transaction.atomic(using=using):
            save()
    except IntegrityError:
        same = {field: getattr(row, field)}
        if type(row)._base_manager.using(using).filter(**same).exists():
            return False
        raise
    return True

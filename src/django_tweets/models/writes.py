"""Writes that handle a unique value that is taken, and characters that a table can't store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.models import Model


INCORRECT_STRING_VALUE = 1366  # error of MariaDB and MySQL


@contextmanager
def storable() -> Iterator[None]:
    """Raise ValidationError if a table can't store a character: see checks.check_columns().

    Only on MariaDB and MySQL, in tables that are not utf8mb4. Write in a transaction inside of it.
    """
    try:
        yield
    except DatabaseError as error:
        if error.args[:1] != (INCORRECT_STRING_VALUE,):
            raise
        message = _("This site can’t store one of the characters, such as an emoji. Leave it out.")
        raise ValidationError({NON_FIELD_ERRORS: message}, code="unstorable") from error


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

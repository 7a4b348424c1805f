"""Locks, and inserts and deletes that may be repeated: a second one changes nothing."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import counters
from ..models.databases import write_database
from ..swapping import get_profile_model
from .databases import for_write
from .retries import retry_deadlocks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import QuerySet

    from ..models import AbstractProfile

Row = TypeVar("Row", bound=Model)

ATTEMPTS = 10  # to insert a row that others insert and delete at the same time


def get_locked(row: Row, **annotations: Any) -> Row:
    """Return row as the database has it, locked until the transaction ends.

    Raise the model's DoesNotExist if it has been deleted.
    """
    rows: QuerySet[Row] = type(row)._base_manager.using(write_database(row))
    found: Row = rows.annotate(**annotations).select_for_update().get(pk=row.pk)
    return found


def lock_profiles(*profiles: AbstractProfile, using: str) -> None:
    """Lock the rows of profiles until the transaction ends.

    Every service that writes something about two profiles locks both first. Raise PermissionDenied
    if one of them has been deleted.
    """
    lock_profile_keys({profile.pk for profile in profiles}, using=using)


def lock_profile_keys(keys: Collection[Any], *, using: str) -> None:
    """Do as lock_profiles(), for the profiles with these keys."""
    exists = Q(deleted_at=None)
    if counters.lock(get_profile_model(), keys, exists, using=using) < len(keys):
        raise PermissionDenied(_("This profile no longer exists."))


def create_once(row: Row, *unique: str, before: Callable[[str], Any]) -> tuple[Row, bool]:
    """Insert row, unless there is one with the same values in the fields of unique.

    Return row or the existing one, and whether row was inserted. before(using) is called in the
    same transaction before the insert, to lock rows and move counters. If the row exists already,
    that is rolled back.
    """
    using = write_database(row)

    def insert() -> None:
        with transaction.atomic(using=using):
            before(using)
            if hasattr(row, "created_at"):
                # After the locks: the order of the keys is that of the commits of one member.
                row.created_at = timezone.now()
            row.save(using=using, force_insert=True)

    return insert_once(row, *unique, insert=lambda: retry_deadlocks(insert, using=using))


def insert_once(row: Row, *unique: str, insert: Callable[[], Any]) -> tuple[Row, bool]:
    """Do as create_once(), with a function that inserts row and what belongs to it, or nothing.

    Raise PermissionDenied if unique has a profile that has not been saved.
    """
    # Keys, not instances: Django raises ValueError for one that has not been saved.
    fields: list[Any] = [row._meta.get_field(name) for name in unique]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    for field in fields:
        if field.related_model is get_profile_model() and values[field.attname] is None:
            raise PermissionDenied(_("This profile no longer exists."))
    existing = type(row)._base_manager.using(write_database(row)).filter(**values)
    return insert_or_get(row, existing, insert)


def insert_or_get(row: Row, existing: QuerySet[Row], insert: Callable[[], Any]) -> tuple[Row, bool]:
    """Call insert, and if a constraint refuses that, return the row of existing that caused it.

    Return row or the existing one, and whether row was inserted. existing is a queryset of the
    database for writing. If it is empty by then, try again: the row was deleted in between, or the
    new one got a key that another process had made in the same millisecond. Raise the
    IntegrityError after some attempts: then it is another constraint.
    """
    key, attempts = row.pk, itertools.count(1)
    while True:
        try:
            insert()
        except IntegrityError:
            if found := existing.all().first():
                return found, False
            if next(attempts) == ATTEMPTS:
                raise
            row.pk = key
        else:
            return row, True


def delete_once(row: Row, *, before: Callable[[str], Any]) -> bool:
    """Delete row, and return whether this call deleted it. before is as in create_once()."""
    using = write_database(row)

    def delete() -> bool:
        with transaction.atomic(using=using):
            before(using)
            deleted = _delete_row(row)
            if not deleted:  # another transaction deleted it, and has moved the counters
                transaction.set_rollback(True, using=using)
        return deleted

    return retry_deadlocks(delete, using=using)


def delete_by_key(row: Model) -> bool:
    """Delete row, and return whether this call deleted it.

    Services read rows first and delete them by key: InnoDB locks the index that finds a row before
    the row itself, and two transactions that delete one row by two indexes would deadlock.
    """
    return retry_deadlocks(lambda: _delete_row(row), using=write_database(row))


def _delete_row(row: Model) -> bool:
    rows = for_write(type(row)._base_manager.filter(pk=row.pk))
    return bool(rows.delete()[0])

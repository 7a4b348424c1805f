"""Reading a row that is about to be written; making, and unmaking, what there is once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, router, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ..models import counters
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import AbstractProfile

Row = TypeVar("Row", bound=Model)

ATTEMPTS = 10  # at a row that others make and delete at the same time


def get_locked(row: Row) -> Row:
    """row as the database has it, which nobody else changes until the transaction ends.

    The model's DoesNotExist if it has gone.
    """
    rows = type(row)._base_manager.using(row._state.db)
    return rows.select_for_update().get(pk=row.pk)


def lock_profiles(*profiles: AbstractProfile, using: str) -> None:
    """Keep others from writing the rows of profiles, and what needs them, until the end.

    PermissionDenied if one of them has gone.
    """
    keys = {profile.pk for profile in profiles}
    if counters.lock(get_profile_model(), keys, using=using) < len(keys):
        raise PermissionDenied(_("This person is not here any more."))


def create_once(row: Row, *once: str, first: Callable[[str], Any]) -> tuple[Row, bool]:
    """Insert row, unless there is one that is equal in the fields of once.

    Return row, or the one that was there, and whether it is new. first is called with the
    database's name, in the transaction, before the row is there: it moves the counts, which for a
    row that was there are put back.
    """
    using = router.db_for_write(type(row), instance=row)

    def insert() -> None:
        with transaction.atomic(using=using):
            first(using)
            row.save(using=using, force_insert=True)

    return insert_once(row, *once, insert=insert)


def insert_once(row: Row, *once: str, insert: Callable[[], Any]) -> tuple[Row, bool]:
    """As create_once, by a function that inserts row, all of it or nothing."""
    using = router.db_for_write(type(row), instance=row)
    equal = {name: getattr(row, name) for name in once}
    attempts = itertools.count(1)
    while True:
        try:
            insert()
        except IntegrityError:
            if found := type(row)._base_manager.using(using).filter(**equal).first():
                return found, False
            # It was there, and has gone meanwhile; or it is another rule that row breaks.
            if next(attempts) == ATTEMPTS:
                raise
        else:
            return row, True


def delete_once(row: Row, *, first: Callable[[str], Any]) -> bool:
    """Delete row, and return whether it was this call that did. first as in create_once."""
    using = router.db_for_write(type(row), instance=row)
    with transaction.atomic(using=using):
        first(using)
        deleted = delete_by_key(row)
        if not deleted:  # somebody else did, and has counted
            transaction.set_rollback(True, using=using)
    return deleted


def delete_by_key(row: Model) -> bool:
    """Delete row, and return whether it was this call that did.

    Rows are found first and deleted by their keys: InnoDB locks the index that a row is found by
    before the row, and two that delete one row by two indexes would wait for each other for ever.
    """
    using = router.db_for_write(type(row), instance=row)
    return bool(type(row)._base_manager.using(using).filter(pk=row.pk).delete()[0])

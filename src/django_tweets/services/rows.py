"""Reading a row that is about to be written."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """row as the database has it, which nobody else changes until the transaction ends.

    The model's DoesNotExist if it has gone.
    """
    rows = type(row)._base_manager.using(row._state.db)
    return rows.select_for_update().get(pk=row.pk)

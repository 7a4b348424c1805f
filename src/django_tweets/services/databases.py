"""The database for writing: services read there whatever decides a write.

A host's router may send other reads to a replica, which can be seconds behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import router
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from typing import Any

Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any]")


def for_write(rows: Rows) -> Rows:
    """Return rows as a queryset of the database that they are written to."""
    return rows.using(router.db_for_write(rows.model))


def db_for_write(row: Model) -> str:
    """Return the name of the database that row is written to.

    It isn't row._state.db: a page may have read row from a replica.
    """
    return router.db_for_write(type(row), instance=row)

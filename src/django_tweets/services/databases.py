"""Reads that decide a write: from the database for writing.

A host's router may send other reads to a replica, which can be seconds behind. For the same reason
a service doesn't use row._state.db, the database that row was read from, but write_database(row).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import router

if TYPE_CHECKING:
    from django.db.models import QuerySet

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def for_write(rows: Rows) -> Rows:
    """Return rows as a queryset of the database that they are written to."""
    return rows.using(router.db_for_write(rows.model))

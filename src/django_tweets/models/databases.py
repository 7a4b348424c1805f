"""Choose the database of a write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import router

if TYPE_CHECKING:
    from django.db.models import Model


def write_database(instance: Model, using: str | None = None) -> str:
    """Return the alias of the database for a write of instance: using, else as the routers say."""
    return using or router.db_for_write(type(instance), instance=instance)

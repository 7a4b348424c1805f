"""Full text indexes. They differ by database, so no migration creates them."""

from __future__ import annotations

from django.db import connections, router

from ..models import SearchEntry
from .backends import get_backend


def prepare(using: str) -> None:
    """Create the full text index on the database using, if search entries are stored there.

    Remove it if their table is gone: after `migrate django_tweets zero`.
    """
    if not router.allow_migrate_model(using, SearchEntry):
        return
    backend = get_backend(using)
    if SearchEntry._meta.db_table in connections[using].introspection.table_names():
        backend.prepare(using)
    else:
        backend.remove(using)


def forget_deleted(using: str) -> None:
    """Remove from the index what it still has of deleted entries."""
    get_backend(using).forget_deleted(using)


def rebuild() -> None:
    """Rebuild the full text index from the search entries."""
    using = router.db_for_write(SearchEntry)
    get_backend(using).rebuild(using)

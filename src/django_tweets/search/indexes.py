"""The indexes that no migration makes, since each database has another."""

from __future__ import annotations

from django.db import connections, router

from ..models import SearchEntry
from .backends import get_backend


def prepare(using: str) -> None:
    """Make what search needs on the database using, if its entries are kept there."""
    if not router.allow_migrate_model(using, SearchEntry):
        return
    # After `migrate django_tweets zero` they are gone.
    if SearchEntry._meta.db_table in connections[using].introspection.table_names():
        get_backend(using).prepare(using)


def rebuild() -> None:
    """Set right what may differ from the entries."""
    using = router.db_for_write(SearchEntry)
    get_backend(using).rebuild(using)

"""The database router of the app: it sends reads that decide a write to the database for writing.

A host may send reads to a replica, which can be seconds behind. Services name the database of their
own queries, see services/databases.py. But Django makes queries too: to check that a handle is
free, to follow a foreign key, to find the object of an admin page. It asks the routers for their
database, and this router comes first.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import router

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

_is_active = ContextVar("django_tweets_reads_from_write_database", default=False)


@contextmanager
def reads_from_write_database() -> Iterator[None]:
    """Send all reads within this context to the databases for writing. It is also a decorator."""
    token = _is_active.set(True)
    try:
        yield
    finally:
        _is_active.reset(token)


class WriteDatabaseRouter:
    """Within reads_from_write_database(), read a model where it is written. Else say nothing."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return router.db_for_write(model, **hints) if _is_active.get() else None


def install() -> None:
    """Put WriteDatabaseRouter before the routers of the site, if it has any."""
    path = f"{__name__}.{WriteDatabaseRouter.__name__}"
    if settings.DATABASE_ROUTERS and path not in settings.DATABASE_ROUTERS:
        settings.DATABASE_ROUTERS = [path, *settings.DATABASE_ROUTERS]


def has_replica(model: type[Model]) -> bool:
    """Return whether model is read from another database than it is written to."""
    return router.db_for_read(model) != router.db_for_write(model)

"""Database routers: for reads that decide a write, and for read replicas.

A site may send reads to a replica, which can be seconds behind. Services name the database of
their own queries, see services/databases.py. But Django makes queries too: to check that a handle
is free, to follow a foreign key, to find the object of an admin page. It asks the routers for their
database, and WriteDatabaseRouter comes first.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, router

from . import replicas
from .conf import conf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

__all__ = ["ReplicaRouter", "WriteDatabaseRouter", "pin_reads", "reads_from_write_database"]

_is_active = ContextVar("django_tweets_reads_from_write_database", default=False)
_request: ContextVar[RequestReads | None] = ContextVar("django_tweets_request_reads", default=None)


@dataclass
class RequestReads:
    """Databases that a request reads. Its threads share this object."""

    is_pinned: bool = False
    """Whether the request reads everything from the database for writing."""
    has_written: bool = False
    """Whether the next requests of this browser have to find the writes of this one."""
    replica: str = ""
    """The replica of the request: another one may be behind it."""


@contextmanager
def reads_from_write_database() -> Iterator[None]:
    """Send all reads within this context to the databases for writing. It is also a decorator."""
    token = _is_active.set(True)
    try:
        yield
    finally:
        _is_active.reset(token)


@contextmanager
def reads_of_request(*, is_pinned: bool) -> Iterator[RequestReads]:
    """Begin a request: its reads use one replica, or the database for writing if it is pinned."""
    reads = RequestReads(is_pinned)
    token = _request.set(reads)
    try:
        yield reads
    finally:
        _request.reset(token)


def pin_reads() -> None:
    """Read the rest of this request, and this browser's next pages, from the database for writing.

    For a GET that writes; a POST does so anyway. Without ReadYourWritesMiddleware it does nothing.
    """
    if reads := _request.get():
        reads.is_pinned = reads.has_written = True


class WriteDatabaseRouter:
    """Return the database for writing within reads_from_write_database(); else None.

    Also in a request that is pinned.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        reads = _request.get()
        if _is_active.get() or (reads is not None and reads.is_pinned):
            return router.db_for_write(model, **hints)
        return None


class ReplicaRouter:
    """Read the models of the app from the replicas of the default database, and write them there.

    Nothing else: sessions, users and the models of the site are read as before. A site that sends
    those to replicas too has a router of its own, and needs none of ours.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        instance = hints.get("instance")
        if not _is_ours(model):  # Django would read profile.user where it has read the profile
            return _leave_replica(instance)
        if _is_elsewhere(instance):
            return None
        reads = _request.get()
        chosen = replicas.choose(reads.replica if reads else "")
        if reads and chosen:
            reads.replica = chosen
        return chosen or DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        """Return the default database for a row that a replica has given, whatever its model."""
        return _leave_replica(hints.get("instance"))

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        """Allow relations between rows of the default database and of its replicas."""
        databases = (one._state.db, other._state.db)
        return True if all(map(replicas.is_part_of_default, databases)) else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Migrate no replica."""
        return False if db in replicas.aliases() else None


def _is_ours(model: type[Model]) -> bool:
    swapped = {conf.PROFILE_MODEL.lower(), conf.TWEET_MODEL.lower()}
    return model._meta.app_label == "django_tweets" or model._meta.label_lower in swapped


def _leave_replica(instance: Model | None) -> str | None:
    """Return the default database if a replica has given instance."""
    is_copy = instance is not None and instance._state.db in replicas.aliases()
    return DEFAULT_DB_ALIAS if is_copy else None


def _is_elsewhere(instance: Model | None) -> bool:
    """Whether a row that a query starts from is in a database that has nothing to do with ours."""
    stored_in = instance._state.db if instance is not None else None
    return stored_in is not None and not replicas.is_part_of_default(stored_in)


def install() -> None:
    """Put WriteDatabaseRouter before the routers of the site, if it has any."""
    path = f"{__name__}.{WriteDatabaseRouter.__name__}"
    if settings.DATABASE_ROUTERS and path not in settings.DATABASE_ROUTERS:
        settings.DATABASE_ROUTERS = [path, *settings.DATABASE_ROUTERS]


def has_replica(model: type[Model]) -> bool:
    """Return whether model is read from another database than it is written to."""
    return router.db_for_read(model) != router.db_for_write(model)

"""A site with a read replica, as in Django's manual: a copy of the database that is behind."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model


class ReplicaRouter:
    """https://docs.djangoproject.com/en/stable/topics/db/multi-db/#an-example, with one replica."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return "replica"

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True


class Replica:
    """A copy of the database, as it was when this was made. Writing to it fails."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.statements: list[str] = []

    def record(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Add a statement to those that the replica was asked for."""
        self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def replica_of_now(router: str = "tests.replica.ReplicaRouter") -> Iterator[Replica]:
    """Send reads to a read-only copy of the database, which stays as it is now. SQLite only."""
    primary = connections["default"]
    primary.ensure_connection()
    values = {**primary.settings_dict, "NAME": ":memory:"}
    copy = connections["replica"] = DatabaseWrapper(values, "replica")
    copy.connect()
    copy.connection.deserialize(primary.connection.serialize())
    replica = Replica(copy)
    routers = ["django_tweets.routers.WriteDatabaseRouter", router]
    try:
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 1")
        with copy.execute_wrapper(replica.record), override_settings(DATABASE_ROUTERS=routers):
            yield replica
    finally:
        del connections["replica"]
        copy.connection.close()  # DatabaseWrapper.close() keeps a database in memory open

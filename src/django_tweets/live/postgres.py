"""Announcements by NOTIFY and LISTEN of PostgreSQL: nothing else has to be installed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import connections

from .backend import BaseStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from django.core.checks import CheckMessage

PING = 20
"""Seconds after which a connection that is silent is tested."""
TIMEOUT = 10
"""Seconds in which the database has to answer the test."""


class PostgresStream(BaseStream):
    """One connection in each process listens. Publishing takes that of the writer.

    database: the alias in DATABASES. listen_database: another alias of the same database for
    LISTEN, which needs a connection of its own: PgBouncer in transaction mode has none.
    """

    extra = "postgres"

    def __init__(
        self, *, database: str = "default", listen_database: str = "", **options: Any
    ) -> None:
        super().__init__(**options)
        self.database = database
        self.listen_database = listen_database or database

    def publish(self, messages: Sequence[str]) -> None:  # pragma: no cover - PostgreSQL's
        # After the commit of the write: NOTIFY in its transaction would let all writers of the
        # database wait for each other when they commit.
        with connections[self.database].cursor() as cursor:
            for message in messages:
                cursor.execute("SELECT pg_notify(%s, %s)", [self.channel, message])

    async def listen(self) -> AsyncIterator[str]:  # pragma: no cover - PostgreSQL's, tested there
        import psycopg  # noqa: PLC0415 - optional: other databases need no driver of PostgreSQL
        from psycopg import sql  # noqa: PLC0415 - likewise

        django: Any = connections[self.listen_database]
        params = django.get_connection_params()
        for name in ("cursor_factory", "context", "prepare_threshold"):
            params.pop(name, None)
        connection = await psycopg.AsyncConnection.connect(
            **{"connect_timeout": TIMEOUT, **params}, autocommit=True
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))
            yield ""
            while True:
                async for notification in connection.notifies(timeout=PING):
                    yield notification.payload
                async with asyncio.timeout(TIMEOUT):
                    await connection.execute("SELECT 1")

    def check(self) -> list[CheckMessage]:
        """E021: the database is not PostgreSQL."""
        return [
            checks.Error(
                f"PostgresStream has the database {alias!r}, which is not PostgreSQL.",
                hint="Name one of DATABASES in its option database, or use RedisStream.",
                id="django_tweets.E021",
            )
            for alias in sorted({self.database, self.listen_database})
            if alias not in connections or connections[alias].vendor != "postgresql"
        ]

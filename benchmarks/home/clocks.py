"""What a request takes: time, and work of the client and of the database's server."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_servers: dict[str, Path | None] = {}


class Sample(NamedTuple):
    """Seconds."""

    wall: float
    client: float
    server: float
    """CPU time of PostgreSQL's backend, in ticks of 10 ms: only means of many say something."""


def take(alias: str, work: Callable[[], Any]) -> Sample:
    """What it takes to do work."""
    server, client, wall = _server(alias), process_time(), perf_counter()
    work()
    wall = perf_counter() - wall
    return Sample(wall, process_time() - client, _server(alias) - server)


def _server(alias: str) -> float:
    """CPU seconds of the database's server process; 0 where that is this one, or not to be seen."""
    if alias not in _servers:
        _servers[alias] = None
        connection = connections[alias]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                path = Path(f"/proc/{cursor.fetchone()[0]}/stat")
            _servers[alias] = path if path.exists() else None
    file = _servers[alias]
    if file is None:
        return 0
    fields = file.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK


@contextmanager
def counting(alias: str) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def count(execute: Any, sql: str, *args: Any) -> Any:
        statements.append(sql)
        return execute(sql, *args)

    with connections[alias].execute_wrapper(count):
        yield statements


@contextmanager
def at_most(alias: str, seconds: int) -> Iterator[None]:
    """A statement that takes longer ends in an error of the database."""
    connection = connections[alias]
    connection.ensure_connection()
    end = perf_counter() + seconds
    is_server = connection.vendor == "postgresql"
    if is_server:
        _set_timeout(alias, seconds)
    else:
        connection.connection.set_progress_handler(lambda: perf_counter() > end, 100_000)
    try:
        yield
    finally:
        if is_server:
            _set_timeout(alias, 0)
        else:
            connection.connection.set_progress_handler(None, 0)


def _set_timeout(alias: str, seconds: int) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds}s"])

"""Time of a request, CPU time of client and database server, and number of statements."""

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
    """Times in seconds."""

    wall: float
    client: float
    server: float
    """CPU time of PostgreSQL's backend, in ticks of 10 ms: use the mean of many samples."""


def measure_work(alias: str, work: Callable[[], Any]) -> Sample:
    """Do work and return its times."""
    server, client, wall = _get_server_time(alias), process_time(), perf_counter()
    work()
    wall = perf_counter() - wall
    return Sample(wall, process_time() - client, _get_server_time(alias) - server)


def _get_server_time(alias: str) -> float:
    """Return CPU seconds of the database server; 0 if it is this process, or unknown."""
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
def collect_statements(alias: str) -> Iterator[list[str]]:
    """Collect the statements that are executed."""
    statements: list[str] = []

    def count(execute: Any, sql: str, *args: Any) -> Any:
        statements.append(sql)
        return execute(sql, *args)

    with connections[alias].execute_wrapper(count):
        yield statements


@contextmanager
def limit_statement_time(alias: str, seconds: int) -> Iterator[None]:
    """Let statements that take longer fail with OperationalError."""
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

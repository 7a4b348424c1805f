"""PostgreSQL servers: a primary, a streaming replica of it, and PgBouncer before it."""

from __future__ import annotations

import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.servers.processes import Process
from scripts.servers.programs import USER, answers, find_port, find_program, give, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_wal_senders": "4",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
    "wal_level": "replica",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""Settings with which nothing is kept: no write waits for the disk."""


class Server:
    """A PostgreSQL server with its data in folder."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = FORGETFUL) -> None:
        self.folder, self.port, self.settings = folder, find_port(), settings
        command = [find_program("postgres"), "-D", str(folder)]
        for name, value in {**SETTINGS, **settings, "port": str(self.port)}.items():
            command += ["-c", f"{name}={value}"]
        self.process = Process(
            folder.name,
            command,
            log=folder.with_suffix(".log"),
            is_ready=self.takes_connections,
            may_be_root=False,
        )

    @property
    def url(self) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/postgres"

    def takes_connections(self) -> bool:
        at = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        asked = [find_program("pg_isready"), "-q", *at]
        return subprocess.run(asked, check=False).returncode == 0  # noqa: S603 - our own command

    def start(self) -> None:
        self.process.start()

    def stop(self) -> None:
        """Stop at once, as if the machine had gone."""
        self.process.end(signal.SIGQUIT)

    def shut_down(self) -> None:
        """Stop when open transactions are rolled back and all is written."""
        self.process.end(signal.SIGINT)


@contextmanager
def run_server(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def make_primary(folder: Path, settings: Mapping[str, str] = FORGETFUL) -> Server:
    """Return a new server, which is to be started."""
    server = Server(folder / "primary", settings)
    run(
        "initdb",
        *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        *("--username", USER, "-D", str(server.folder)),
    )
    return server


def make_replica(primary: Server) -> Server:
    """Return a hot standby of primary, which gets each change by streaming replication."""
    server = Server(primary.folder.with_name("replica"), primary.settings)
    run(
        "pg_basebackup",
        *("--checkpoint", "fast", "--no-sync", "--write-recovery-conf", "--wal-method", "stream"),
        *("--dbname", primary.url, "-D", str(server.folder)),
    )
    return server


@contextmanager
def run_primary(folder: Path) -> Iterator[Server]:
    """Run a new server."""
    with run_server(make_primary(folder)) as server:
        yield server


@contextmanager
def run_replica(primary: Server) -> Iterator[Server]:
    """Run a hot standby of primary."""
    with run_server(make_replica(primary)) as server:
        yield server


class PgBouncer:
    """PgBouncer in transaction mode before a server. Anyone may use its console, as USER."""

    def __init__(
        self, primary: Server, *, name: str = "pgbouncer", settings: Mapping[str, str]
    ) -> None:
        self.port = find_port()
        folder = primary.folder.parent
        self.configuration = folder / f"{name}.ini"
        self.configuration.write_text(
            render_pgbouncer(self.port, primary.port, settings), encoding="utf-8"
        )
        give(self.configuration)
        self.process = Process(
            name,
            [find_program("pgbouncer"), str(self.configuration)],
            log=folder / f"{name}.log",
            is_ready=lambda: answers(self.port),
            may_be_root=False,
        )


def render_pgbouncer(port: int, server_port: int, settings: Mapping[str, str]) -> str:
    """Return the configuration of PgBouncer on port, before the server on server_port."""
    lines = {
        "listen_addr": "127.0.0.1",
        "listen_port": str(port),
        "unix_socket_dir": "",
        "auth_type": "any",
        "pool_mode": "transaction",
        **settings,
    }
    return "\n".join(
        [
            "[databases]",
            f"* = host=127.0.0.1 port={server_port} user={USER}",
            "[pgbouncer]",
            *(f"{name} = {value}".rstrip() for name, value in lines.items()),
            "",
        ]
    )


@contextmanager
def run_pgbouncer(primary: Server) -> Iterator[int]:
    """Run PgBouncer with few connections. Yield its port."""
    pooler = PgBouncer(primary, settings={"default_pool_size": "4"})
    try:
        pooler.process.start()
        yield pooler.port
    finally:
        pooler.process.end()

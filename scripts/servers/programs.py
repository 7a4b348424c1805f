"""Programs of servers: where they are, which Debian package has them, and as whom they run.

PostgreSQL and PgBouncer refuse to run as root. Then they run as the user `postgres`, which Debian's
packages create.
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

USER = "postgres"
"""Name of the superuser of the databases, and of root's stand-in."""

# Debian has no links to PostgreSQL's programs in PATH, and one folder for each version.
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
_SEARCHED = os.pathsep.join([os.environ["PATH"], *map(str, reversed(_FOLDERS)), "/usr/sbin"])

PACKAGES = {
    "haproxy": "haproxy",
    "initdb": "postgresql",
    "pg_basebackup": "postgresql",
    "pg_isready": "postgresql",
    "pgbouncer": "pgbouncer",
    "postgres": "postgresql",
    "redis-cli": "redis-tools",
    "redis-server": "redis-server",
}
"""The Debian package of each program."""


_OTHERS = {"redis-cli": "valkey-cli", "redis-server": "valkey-server"}
"""Programs that do the same."""


class ServerError(Exception):
    """A program is missing, has failed, or does not answer."""


def look_up(name: str) -> str | None:
    """Return the path of a program, or None if it is missing."""
    found = shutil.which(name, path=_SEARCHED)
    if found is None and name in _OTHERS:
        return shutil.which(_OTHERS[name], path=_SEARCHED)
    return found


def find_program(name: str) -> str:
    found = look_up(name)
    if found is None:
        raise ServerError(f"{name} is missing: apt-get install {PACKAGES[name]}")
    return found


def missing_packages(programs: Iterable[str]) -> list[str]:
    """Return the Debian packages that have to be installed for programs, in order."""
    missing = {PACKAGES[name] for name in programs if look_up(name) is None}
    if "initdb" in programs and os.geteuid() == 0 and not _has_user():
        missing.add(PACKAGES["initdb"])
    return sorted(missing)


def _has_user() -> bool:
    return USER in {entry.pw_name for entry in pwd.getpwall()}


def user_options() -> dict[str, Any]:
    """Arguments of subprocess functions with which a program doesn't run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": USER, "group": USER, "extra_groups": []}


def run(program: str, *arguments: str) -> str:
    """Run a program to its end, not as root. Return what it prints; raise it if it fails."""
    done = subprocess.run(  # noqa: S603 - our own commands
        [find_program(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        **user_options(),
    )
    if done.returncode != 0:
        raise ServerError(f"{program} {' '.join(arguments)}\n{done.stdout}")
    printed: str = done.stdout
    return printed


PORTS = range(12_000, 22_000)
"""Outgoing connections get ports from 32,768 on, so none takes a port of these, or one of these
plus 10,000, before a server that is started has opened it."""


def find_port() -> int:
    """Return a free port. So is its number plus 10,000, which a node of a Redis cluster needs."""
    while True:
        port = random.choice(PORTS)
        with suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", port))
            other.bind(("127.0.0.1", port + 10_000))
            return port


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_done: Callable[[], object], failure: str, *, seconds: float = 30) -> None:
    """Wait until is_done() is true. Raise failure after that many seconds."""
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise ServerError(failure)
        time.sleep(0.02)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for servers, which they can write to."""
    with tempfile.TemporaryDirectory() as folder:
        give(Path(folder))
        yield Path(folder)


def give(path: Path) -> None:
    """Let the servers that don't run as root have path."""
    if os.geteuid() == 0:
        shutil.chown(path, USER, USER)

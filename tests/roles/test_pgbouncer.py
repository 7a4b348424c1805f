"""A site behind PgBouncer in transaction mode: each transaction may get another connection."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scripts.servers.postgres import run_pgbouncer, run_primary
from scripts.servers.programs import temporary_folder

pytestmark = pytest.mark.databases("postgresql")

# Locks between threads, every service, and what reads many rows: exports, and the command that
# reads all tables and sessions.
FILES = [
    "tests/concurrency/test_locks.py",
    "tests/management/test_tweets_find_text.py",
    "tests/services/test_data_exports.py",
    "tests/services/test_databases.py",
]


def test_site_behind_pgbouncer() -> None:
    with (
        temporary_folder() as folder,
        run_primary(folder) as primary,
        run_pgbouncer(primary) as port,
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "--reuse-db", *FILES],
            env={
                **os.environ,
                "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/site",
                "DJANGO_SETTINGS_MODULE": "tests.hosts.roles.pgbouncer",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5_000:]

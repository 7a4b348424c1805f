"""A real streaming replica: a member sees what they write at once, and others when it is there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scripts.servers.postgres import run_primary, run_replica
from scripts.servers.programs import temporary_folder

pytestmark = pytest.mark.databases("postgresql")


def test_site_with_a_streaming_replica() -> None:
    with (
        temporary_folder() as folder,
        run_primary(folder) as primary,
        run_replica(primary) as replica,
    ):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.hosts.roles.streaming",
            "PRIMARY_URL": primary.url,
            "REPLICA_URL": replica.url,
        }
        with subprocess.Popen(
            [sys.executable, "-m", "tests.roles.streaming"],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            orders = {"stop\n": replica.stop, "start\n": replica.start}
            for order in process.stdout:
                orders[order]()
                process.stdin.write("done\n")
                process.stdin.flush()
            wrong = process.stderr.read()
        assert not wrong, wrong
        assert process.returncode == 0

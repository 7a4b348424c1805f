"""Hosts with several databases or schemas: everything works there as on a site with one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.needs("django.contrib.admin")


def run(host: str) -> str:
    """Return the faults of the site with these settings."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"tests.hosts.roles.{host}"}
    if url := environment.get("DATABASE_URL"):  # other processes run other sites on that server
        environment["DATABASE_URL"] = f"{url}_{host}"
    command = [sys.executable, "-m", "tests.roles.run"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def test_tables_are_in_the_database_of_the_users() -> None:
    assert run("two_databases") == ""


def test_replica_is_only_read() -> None:
    assert run("replica") == ""


@pytest.mark.databases("postgresql")
def test_each_tenant_has_tweets_of_its_own() -> None:
    assert run("tenants") == ""

"""Sites that swap nothing, both models, the profile alone, or the tweet alone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Host = dict[str, str]

STATES = {
    "none": "tests.hosts.default.settings",
    "both": "tests.hosts.swapped.settings",
    "profile": "tests.hosts.swapped.only_profile",
    "tweet": "tests.hosts.swapped.only_tweet",
}

CREATE_AND_DELETE = """
import django; django.setup()
from django.contrib.auth import get_user_model
from tests.factories import make_profile, make_tweet
author = make_profile()
reply = make_tweet(author, in_reply_to=make_tweet(author))
assert author.tweets.count() == 2
author.user.delete()
"""


@pytest.fixture(params=STATES)
def host(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Host]:
    """The environment of a site in one of the four states, with a database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"django_tweets_swaps_{request.param}{worker}"
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    if connection.vendor != "sqlite":
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    yield {**os.environ, "DJANGO_SETTINGS_MODULE": STATES[request.param], "DATABASE_URL": url}
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def run(host: Host, *arguments: str) -> None:
    command = [sys.executable, "-W", "error", *arguments]
    done = subprocess.run(command, env=host, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_host_migrates_works_and_migrates_back(host: Host) -> None:
    run(host, "-m", "django", "migrate", "-v0")
    run(host, "-c", CREATE_AND_DELETE)
    run(host, "-m", "django", "migrate", "-v0", "django_tweets", "zero")
    run(host, "-m", "django", "migrate", "-v0")


def test_makemigrations_finds_no_change(host: Host) -> None:
    run(host, "-m", "django", "makemigrations", "--check", "--dry-run")


def test_checks_report_nothing(host: Host) -> None:
    run(host, "-m", "django", "check", "--fail-level", "WARNING")

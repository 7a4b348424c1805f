"""A site of several processes with a real queue: workers do the tasks, and some are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import redis_server
from tests.workers.site import FANS

if TYPE_CHECKING:
    from collections.abc import Iterator

# The processes have a database of their own.
pytestmark = pytest.mark.databases("sqlite")

ROOT = Path(__file__).parents[2]
IMMEDIATE = "django.tasks.backends.immediate.ImmediateBackend"
DATABASE = "django_tasks_db.DatabaseBackend"
RQ = "django_tasks_rq.RQBackend"

KILLED = -signal.SIGKILL
NOTHING_LEFT = {"likes": 0, "bookmarks": 0, "notifications": 0}

WORKERS = {
    DATABASE: ["db_worker", "--batch", "--no-startup-delay", "--interval=0", "--queue-name=*"],
    RQ: ["rqworker", "default", "fanout", "--burst"],
}


class Site:
    """A site of which each test starts the processes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, *arguments: str, queue: str, code: int = 0, killed_at: int = 0) -> str:
        """Run a process to its end, which has to be code, and return its output."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"queue": queue, "killed_at": killed_at, "arguments": arguments}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        ended, output = json.loads(self._process.stdout.readline())
        assert ended == code, output
        return str(output)

    def act(self, verb: str, queue: str) -> Any:
        """Do something as a web process, and return the numbers of rows."""
        return json.loads(self.run(verb, queue=queue))

    def work(self, queue: str, **options: Any) -> str:
        """Run a worker until the queues are empty."""
        return self.run(*WORKERS[queue], queue=queue, **options)

    def sweep(self, queue: str) -> str:
        return self.run("sweep", "--minutes=0", queue=queue)


def run_site(folder: Path, socket: str = "") -> Iterator[Site]:
    environment = {"SITE_FOLDER": str(folder), "SITE_REDIS": socket}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.workers.settings"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.workers.site"],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Site(process)


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if redis_server.PROGRAM is None:
        yield from run_site(tmp_path_factory.mktemp("site"))
        return
    with redis_server.run_redis() as caches:
        socket = caches["default"]["LOCATION"].removeprefix("unix://")
        yield from run_site(tmp_path_factory.mktemp("site"), socket)


@pytest.fixture
def site(processes: Site) -> Site:
    """A site with a tweet, and members who may like it."""
    processes.act("start", IMMEDIATE)
    return processes


QUEUES = pytest.mark.parametrize("queue", [DATABASE, pytest.param(RQ, marks=pytest.mark.redis)])


def test_killed_web_process_loses_nothing(site: Site) -> None:
    site.run("like", queue="tests.workers.backends.Killing", code=KILLED)
    assert site.act("show", IMMEDIATE) == {"likes": 1, "bookmarks": 0, "notifications": 0}
    assert "likes and retweets: 1 tasks done" in site.sweep(IMMEDIATE)
    assert site.act("show", IMMEDIATE) == {"likes": 1, "bookmarks": 0, "notifications": 1}


@QUEUES
def test_worker_does_the_tasks(site: Site, queue: str) -> None:
    assert site.act("like", queue) == {"likes": FANS, "bookmarks": FANS, "notifications": 0}
    site.work(queue)
    assert site.act("show", queue)["notifications"] == FANS
    site.act("delete", queue)
    site.work(queue)
    assert site.act("show", queue) == NOTHING_LEFT


@QUEUES
def test_worker_that_is_killed_at_work_loses_nothing(site: Site, queue: str) -> None:
    site.act("like", queue)
    site.act("delete", queue)
    site.work(queue, code=KILLED, killed_at=3)  # when it has deleted some of the likes
    left = site.act("show", queue)
    assert 0 < left["likes"] < FANS
    site.work(queue)  # nobody takes the task again that the killed worker had
    assert site.act("show", queue)["bookmarks"] == FANS
    assert "deleted tweets: 1 tasks done" in site.sweep(queue)
    assert site.act("show", queue) == NOTHING_LEFT


@pytest.mark.redis
def test_web_process_that_is_killed_loses_no_tweet_of_stored_homes(site: Site) -> None:
    site.act("follow", IMMEDIATE)
    site.run("publish", queue="tests.workers.backends.Killing", code=KILLED)
    assert site.act("count homes", IMMEDIATE) == {"tweets": FANS}  # those of the start
    assert "stored homes: 1 tasks done" in site.sweep(IMMEDIATE)
    assert site.act("count homes", IMMEDIATE) == {"tweets": 2 * FANS}


@pytest.mark.redis
@pytest.mark.parametrize(("queue", "killed_at"), [(DATABASE, 3), (RQ, 1)])
def test_worker_that_is_killed_amid_a_fan_out_loses_nothing(
    site: Site, queue: str, killed_at: int
) -> None:
    """RQ has a process for each task, which is one batch here: it is killed at the first."""
    site.act("follow", IMMEDIATE)
    site.act("publish", queue)
    site.work(queue, code=KILLED, killed_at=killed_at)
    site.work(queue)  # nobody takes the task again that the killed worker had
    assert site.act("count homes", queue) == {"tweets": FANS + killed_at - 1}
    assert "stored homes: 1 tasks done" in site.sweep(queue)
    assert site.act("count homes", queue) == {"tweets": 2 * FANS}

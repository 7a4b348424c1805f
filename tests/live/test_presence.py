"""Presence: which members have an open stream, in any process."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import circuit_breaker, live
from django_tweets.live.hub import Hub
from django_tweets.live.publisher import get_backend, get_publisher
from django_tweets.live.stream import Stream
from scripts.servers.redis_nodes import run_cluster
from tests import redis_server
from tests.factories import make_profile
from tests.live.servers import serve, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("sqlite", "postgresql"),
    pytest.mark.redis,
]

PACE = {"interval": 0.05, "heartbeat": 2, "recheck": 60}


@pytest.fixture
def redis() -> Iterator[redis_server.RedisServer]:
    with redis_server.run_server() as server:
        yield server


@pytest.fixture
def stream(
    redis: redis_server.RedisServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The setting, in this process too, which tries a failed backend again at once."""
    for name in ("MIN_PAUSE", "SLOWNESS"):
        monkeypatch.setattr(circuit_breaker, name, 0)
    options = {"url": f"unix://{redis.socket}", **PACE}
    setting = {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": options}
    settings.DJANGO_TWEETS_STREAM = setting
    return setting


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    records = [row for row in caplog.records if row.name.startswith("django_tweets")]
    return [row.getMessage().partition(":")[0] for row in records]


def test_members_of_all_processes_are_present(
    database: dict[str, Any], stream: dict[str, Any]
) -> None:
    ada, bob, cleo = (make_profile() for _ in range(3))
    everyone = [ada.pk, bob.pk, cleo.pk]
    assert live.find_present(everyone) == set()
    site = {**database, "DJANGO_TWEETS_STREAM": stream}
    with serve("uvicorn", **site) as one, serve("uvicorn", **site) as other:
        one.read(ada)
        other.read(bob)
        wait_until(lambda: live.find_present(everyone) == {ada.pk, bob.pk})
        one.close()
        wait_until(lambda: live.find_present(everyone) == {bob.pk})
        # What a killed process has noted ends by itself.
        os.kill(other.process.pid, signal.SIGKILL)
        wait_until(lambda: live.find_present(everyone) == set())


async def become(expected: set[int]) -> None:
    """Wait until those and no others are present."""
    async with asyncio.timeout(60):
        while await asyncio.to_thread(live.find_present, range(5)) != expected:
            await asyncio.sleep(0.02)


def make_hub() -> Hub:
    """Return the hub of one more process."""
    publisher = get_publisher()
    assert publisher is not None
    return Hub(publisher, lambda streams: {})


@pytest.mark.usefixtures("stream")
def test_member_has_gone_when_the_last_stream_has() -> None:
    async def visit() -> None:
        one, other = make_hub(), make_hub()
        streams = [(one, Stream(1)), (one, Stream(1)), (other, Stream(1)), (other, Stream(2))]
        for hub, stream in streams:
            hub.add(stream)
        await become({1, 2})
        for hub, stream in streams[:2]:
            hub.remove(stream)
        hub.add(Stream(3))
        await become({1, 2, 3})
        other.remove(streams[2][1])
        await become({2, 3})

    asyncio.run(visit())


@pytest.mark.usefixtures("stream")
def test_nobody_is_known_to_be_present_during_an_outage(
    redis: redis_server.RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def visit() -> None:
        hub = make_hub()
        hub.add(Stream(1))
        await become({1})
        redis.stop()
        assert [live.find_present([1]) for _ in range(3)] == [set()] * 3
        redis.start()  # empty
        await become({1})

    asyncio.run(visit())
    name = "The backend of live updates"
    found = [line for line in lines(caplog) if name in line]
    assert found == [f"{name} is away", f"{name} is back."]


def test_presence_is_in_all_nodes_of_a_cluster(settings: Any, tmp_path: Path) -> None:
    with run_cluster(tmp_path) as nodes:
        options = {"url": nodes[0].url, "cluster": True, **PACE}
        settings.DJANGO_TWEETS_STREAM = {
            "BACKEND": "django_tweets.live.RedisStream",
            "OPTIONS": options,
        }
        backend: Any = get_backend()
        here = set(range(12))
        backend.note_present("one", here, {99}, 60)
        backend.note_present("other", {0}, {1}, 60)
        backend.note_present("one", set(), {0, 2}, 60)
        assert live.find_present(range(20)) == here - {2}
        backend._presence.close()
        backend._client.close()


@pytest.mark.parametrize("name", ["django_tweets.live.PostgresStream", None])
def test_nobody_is_known_to_be_present_without_redis(settings: Any, name: str | None) -> None:
    settings.DJANGO_TWEETS_STREAM = name and {"BACKEND": name}
    assert live.find_present([1, 2]) == set()

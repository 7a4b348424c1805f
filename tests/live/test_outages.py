"""The backend of live updates is away, comes back, or is no use."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import circuit_breaker, live, services
from django_tweets.live import publisher
from django_tweets.live import redis as redis_module
from tests import redis_server
from tests.factories import TWEET_EXTRA, Profile, make_profile
from tests.live.servers import serve, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("sqlite", "postgresql"),
    pytest.mark.redis,
]


class Redis:
    """A Redis that can be stopped and started again, at the same address."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert redis_server.PROGRAM
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.process = subprocess.Popen(
            [redis_server.PROGRAM, *options], stdout=subprocess.DEVNULL, cwd=self.socket.parent
        )
        wait_until(self.socket.exists)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None
            self.socket.unlink(missing_ok=True)


@pytest.fixture
def redis() -> Iterator[Redis]:
    folder = Path(tempfile.mkdtemp())  # a short path: that of a socket has at most 107 bytes
    server = Redis(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def stream(redis: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The setting, in this process too, which tries a failed backend again at once."""
    for name in ("MIN_PAUSE", "SLOWNESS"):
        monkeypatch.setattr(circuit_breaker, name, 0)
    pace = {"interval": 0.05, "heartbeat": 0.3, "recheck": 60}
    options = {"url": f"unix://{redis.socket}", **pace}
    setting = {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": options}
    settings.DJANGO_TWEETS_STREAM = setting
    return setting


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [row.getMessage() for row in caplog.records if row.name.startswith("django_tweets")]


def count_commands(backend: Any, name: str) -> int:
    """Return how often the Redis of backend has done the command of that name."""
    statistics = backend._client.info("commandstats")
    return int(statistics.get(f"cmdstat_{name}", {"calls": 0})["calls"])


def publish(author: Profile) -> str:
    return str(services.publish(author, "hello", **TWEET_EXTRA).pk)


def test_streams_survive_an_outage(
    database: dict[str, Any],
    redis: Redis,
    stream: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A write doesn't fail, the log has one line for it, and streams then tell what they missed."""
    ada, bob = make_profile(), make_profile()
    services.follow(ada, bob)
    with serve("uvicorn", **database, DJANGO_TWEETS_STREAM=stream) as server:
        events = server.read(ada, "home=0")
        first = publish(bob)
        assert events.read().data == {"ids": [first]}
        redis.stop()
        assert events.read().kind == "away"
        missed = [publish(bob), publish(bob)]
        assert len(lines(caplog)) == 1
        redis.start()
        assert events.read().kind == "refresh"
        last = publish(bob)
        assert len(lines(caplog)) == 2
        told = set(events.read().data["ids"])
        while told < {*missed, last}:
            told |= set(events.read().data["ids"])
        assert told == {*missed, last}


def test_stream_opens_during_an_outage_and_ends_with_its_lifetime(
    database: dict[str, Any], redis: Redis, stream: dict[str, Any]
) -> None:
    stream["OPTIONS"]["lifetime"] = 1.5
    redis.stop()
    with serve("uvicorn", **database, DJANGO_TWEETS_STREAM=stream) as server:
        for _ in range(2):
            events = server.read(make_profile())
            assert events.first.kind == "ready"
            kinds = set()
            while kind := events.read().kind:
                kinds.add(kind)
            assert kinds == {"away"}


def test_silent_redis_is_lost(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers a ping at first; then its process stands still."""
    monkeypatch.setattr(redis_module, "PING", 0.05)
    backend = live.RedisStream(url=f"unix://{redis.socket}")

    async def listen() -> None:
        messages = backend.listen()
        assert await anext(messages) == ""
        coming = asyncio.ensure_future(anext(messages))
        await asyncio.to_thread(wait_until, lambda: count_commands(backend, "ping") > 1)
        backend.publish(["t:1"])
        assert await coming == "t:1"
        assert redis.process is not None
        redis.process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(ConnectionError):
                await anext(messages)
        finally:
            redis.process.send_signal(signal.SIGCONT)

    asyncio.run(listen())


def test_backend_that_has_failed_is_left_alone(
    redis: Redis, stream: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 60)
    found = publisher.get_publisher()
    assert found is not None
    redis.stop()
    live.announce(["t:1"])
    redis.start()
    live.announce(["t:1"])
    assert count_commands(found.backend, "publish") == 0


@pytest.mark.parametrize("backend", ["no.such.Backend", "django_tweets.conf.Conf"])
def test_wrong_backend_fails_no_write(
    backend: str, settings: Any, caplog: pytest.LogCaptureFixture, database: dict[str, Any]
) -> None:
    settings.DJANGO_TWEETS_STREAM = {"BACKEND": backend}
    publish(make_profile())
    assert lines(caplog) != []

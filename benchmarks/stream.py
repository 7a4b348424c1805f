"""python -m benchmarks.stream: 1,000 open event streams on one process of uvicorn.

Memory of each stream, and the time from the call of publish() to the event in the reader's hands:
for a tweet that one reader gets, for one that all get, and for a minute of a busy site, in which
each tweet is for 100 readers. Then memory after many streams have been opened and closed.

To compare two versions, run it with the src of each in PYTHONPATH, one after the other.
On the empty database of DATABASE_URL, PostgreSQL for example, and the Redis of BENCH_REDIS
(BENCH_STREAM=postgres: NOTIFY instead). Server, readers and database share one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(
        "django.contrib.sessions",
        ROOT_URLCONF="django_tweets.urls",
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DJANGO_TWEETS_STREAM={
            "redis": {
                "BACKEND": "django_tweets.live.RedisStream",
                "OPTIONS": {"url": os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/0")},
            },
            "postgres": {"BACKEND": "django_tweets.live.PostgresStream"},
        }[os.environ.get("BENCH_STREAM", "redis")],
    )

from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.core.asgi import get_asgi_application
from django.core.management import call_command
from django.db import connections
from django.utils.crypto import get_random_string

from django_tweets import services
from django_tweets.models import Follow, Profile

STREAMS = 1_000
FOLLOWED = 50  # authors of each reader, besides the star and one of their own
SINGLE, STAR = 40, 3  # tweets that one reader gets, and that all get
BUSY, PAUSE = 100, 0.1  # tweets of the busy time, each for 100 readers, and seconds between them


def fill() -> tuple[list[Profile], list[Profile], Profile]:
    """Make readers, an author for each, and a star whom all follow."""
    user_model = get_user_model()
    names = [f"{kind}{n}" for kind in ("reader", "author") for n in range(STREAMS)]
    users = user_model._base_manager.bulk_create(
        user_model(username=name) for name in [*names, "star"]
    )
    people = Profile.objects.bulk_create(
        Profile(user=user, handle=user.get_username()) for user in users
    )
    readers, authors, star = people[:STREAMS], people[STREAMS:-1], people[-1]
    follows = [Follow(follower=reader, followed=star) for reader in readers]
    for n, reader in enumerate(readers):
        # Of the second half: nobody else follows the authors of the first.
        others = [STREAMS // 2 + (n * 7 + k) % (STREAMS // 2) for k in range(FOLLOWED)]
        own = {n % (STREAMS // 2)} if n < STREAMS // 2 else set()
        follows += [Follow(follower=reader, followed=authors[k]) for k in {*others, *own}]
    Follow.objects.bulk_create(follows, batch_size=5_000)
    Profile.objects.update(following_count=FOLLOWED + 2)
    return readers, authors, star


def make_cookies(readers: list[Profile]) -> list[str]:
    """Return the cookies of new sessions, in the database as Django stores them by default."""
    sessions = []
    for reader in readers:
        user: Any = reader.user
        store = SessionStore(get_random_string(32, VALID_KEY_CHARS))
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        sessions.append(store.create_model_instance(data))
    type(sessions[0])._base_manager.bulk_create(sessions)
    return [f"sessionid={session.session_key}" for session in sessions]


def get_memory(pid: int) -> float:
    """Return the resident memory of a process in KiB."""
    (line,) = (
        line
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return float(line.split()[1])


def get_processor_time(pid: int) -> float:
    """Return the seconds of processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Reader:
    """An open stream, and when its events of home came."""

    def __init__(self) -> None:
        self.arrived: dict[int, float] = {}
        self.has_event = asyncio.Event()

    async def open(self, port: int, cookie: str) -> None:
        self.stream, self.writer = await asyncio.open_connection("127.0.0.1", port)
        request = "GET /stream/?home=0 HTTP/1.1\r\nHost: localhost\r\n"
        self.writer.write(f"{request}Cookie: {cookie}\r\n\r\n".encode())
        line = await self.stream.readline()
        if b"200" not in line:
            raise RuntimeError(line)
        await self.stream.readuntil(b"event: ready")
        self.task = asyncio.create_task(self.read())

    async def read(self) -> None:
        async for line in self.stream:
            if line.startswith(b"data: ") and b"ids" in line:
                for key in json.loads(line.removeprefix(b"data: "))["ids"]:
                    self.arrived.setdefault(int(key), time.perf_counter())
                self.has_event.set()

    async def wait_for(self, key: int) -> float:
        """Return when the event of the tweet with this key came."""
        while key not in self.arrived:
            self.has_event.clear()
            await self.has_event.wait()
        return self.arrived[key]

    def close(self) -> None:
        self.task.cancel()
        self.writer.close()


async def open_all(port: int, cookies: list[str]) -> list[Reader]:
    readers = [Reader() for _ in cookies]
    for n in range(0, len(cookies), 20):
        some = zip(readers[n : n + 20], cookies[n : n + 20], strict=True)
        await asyncio.gather(*(reader.open(port, cookie) for reader, cookie in some))
    return readers


async def measure(port: int, pid: int, cookies: list[str], people: Any, cycles: int) -> None:
    _, authors, star = people
    readers = await open_all(port, cookies[:1])
    before = get_memory(pid)
    start = time.perf_counter()
    readers += await open_all(port, cookies[1:])
    took = time.perf_counter() - start
    await asyncio.sleep(5)
    memory = (get_memory(pid) - before) / (STREAMS - 1)
    threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    print(f"| {STREAMS} streams opened in {took:.0f} s | {memory:.0f} KiB each |", end=" ")
    print(f"{threads} threads | processor {get_processor_time(pid):.0f} s |", flush=True)
    single = [(authors[n], [readers[n]]) for n in range(SINGLE)]
    await measure_group(pid, "one reader", single)
    await measure_group(pid, "1,000 readers", [(star, readers)] * STAR)
    await measure_busy(pid, readers, authors)
    for reader in readers:
        reader.close()
    if cycles:
        await measure_growth(port, pid, cookies, cycles)


async def measure_group(pid: int, label: str, tweets: list[tuple[Profile, list[Reader]]]) -> None:
    delays: list[float] = []
    used = get_processor_time(pid)
    for author, group in tweets:
        begin = time.perf_counter()
        key = await asyncio.to_thread(publish, author, f"{label} {len(delays)}")
        arrived = await asyncio.gather(*(reader.wait_for(key) for reader in group))
        delays += [each - begin for each in arrived]
    report(label, delays, get_processor_time(pid) - used)


async def measure_busy(pid: int, readers: list[Reader], authors: list[Profile]) -> None:
    """Measure ten tweets a second, by people of whom each has 100 of the readers."""
    delays: list[float] = []
    used = get_processor_time(pid)

    async def wait(begin: float, key: int, group: list[Reader]) -> None:
        arrived = await asyncio.gather(*(reader.wait_for(key) for reader in group))
        delays.extend(each - begin for each in arrived)

    waits = []
    for n in range(BUSY):
        author = authors[STREAMS // 2 + n * 11 % (STREAMS // 2)]
        followers = await asyncio.to_thread(get_followers, author)
        begin = time.perf_counter()
        key = await asyncio.to_thread(publish, author, f"busy {n}")
        waits.append(asyncio.create_task(wait(begin, key, [readers[k] for k in followers])))
        await asyncio.sleep(PAUSE)
    await asyncio.gather(*waits)
    report(
        f"{BUSY} tweets, each for {len(delays) // BUSY} readers",
        delays,
        get_processor_time(pid) - used,
    )


async def measure_growth(port: int, pid: int, cookies: list[str], cycles: int) -> None:
    """Open and close streams, and print the memory of the process after each thousand."""
    for n in range(0, cycles, 1_000):
        for reader in await open_all(port, cookies[: min(1_000, cycles - n)]):
            reader.close()
        await asyncio.sleep(2)
        print(
            f"| {n + 1_000} streams closed again | {get_memory(pid) / 1024:.1f} MiB |", flush=True
        )


def report(label: str, delays: list[float], used: float) -> None:
    percentiles = quantiles(delays, n=100)
    print(
        f"| {label} | p50 {percentiles[49]:.2f} s | p99 {percentiles[98]:.2f} s |"
        f" max {max(delays):.2f} s | processor {used:.1f} s |",
        flush=True,
    )


def get_followers(author: Profile) -> list[int]:
    """Return the numbers of the readers who follow author."""
    handles = Follow.objects.filter(followed=author).values_list("follower__handle", flat=True)
    found = [int(handle.removeprefix("reader")) for handle in handles]
    connections.close_all()
    return found


def publish(author: Profile, content: str) -> int:
    key: int = services.publish(author, content).pk
    connections.close_all()
    return key


def wait_for(port: int) -> None:
    """Wait until the server has started, for at most a minute."""
    for _ in range(600):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", type=int, metavar="PORT", help="run the server alone")
    parser.add_argument("--cycles", type=int, default=0, help="streams to open and close again")
    options = parser.parse_args()
    port = options.serve
    if port:
        import uvicorn  # noqa: PLC0415 - the process of the server alone

        uvicorn.run(get_asgi_application(), port=port, log_level="warning", access_log=False)
        return
    call_command("migrate", verbosity=0)
    people = fill()
    cookies = make_cookies(people[0])
    port = 8765
    command = [sys.executable, "-m", "benchmarks.stream", "--serve", str(port)]
    with subprocess.Popen(command) as server:  # noqa: S603 - it is this file
        try:
            wait_for(port)
            asyncio.run(measure(port, server.pid, cookies, people, options.cycles))
        finally:
            server.terminate()
            time.sleep(1)
            server.kill()


if __name__ == "__main__":
    main()

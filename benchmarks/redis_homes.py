"""python -m benchmarks.redis_homes [--sizes 200k]: homes by the default backend and in Redis.

Home pages of the sites of benchmarks.home on PostgreSQL, in one run, in turns; then the rate of
the fan-out, and the memory that a home takes in Redis. It needs the Redis of BENCH_REDIS_URL (by
default redis://127.0.0.1:6379/9), and empties that database. See docs/redis.md.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
from collections import defaultdict
from functools import partial
from random import Random
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.home.settings"
django.setup()

import redis  # noqa: E402 - the apps come first
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from benchmarks.home import contenders, data, requests  # noqa: E402
from benchmarks.home.people import READERS  # noqa: E402
from benchmarks.home.router import use_database  # noqa: E402
from benchmarks.home.sizes import SIZES  # noqa: E402
from benchmarks.home.timing import collect_statements, measure_work  # noqa: E402
from django_tweets.contrib.redis import RedisTimeline, tasks  # noqa: E402
from django_tweets.models import Follow, Profile, Tweet  # noqa: E402
from django_tweets.reading.keyset import NEWEST, PAGE_SIZE  # noqa: E402
from django_tweets.timelines.backends import BaseTimeline, get_backend  # noqa: E402
from django_tweets.timelines.backends.pull import AdaptivePull  # noqa: E402
from django_tweets.timelines.sources import HomeSource  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/9")
BACKENDS = ["pull", "redis"]
SCANS = 20
"""In one measurement: the CPU time of PostgreSQL is counted in hundredths of a second."""


class Switch(RedisTimeline):
    """Either of the two backends, as `name` says."""

    name = "redis"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.other: BaseTimeline = AdaptivePull()

    def scan(self, *args: Any) -> Any:
        return super().scan(*args) if self.name == "redis" else self.other.scan(*args)


settings.DJANGO_TWEETS_TIMELINE = {
    "BACKEND": f"{__name__ if __name__ != '__main__' else 'benchmarks.redis_homes'}.Switch",
    "OPTIONS": {"url": URL, "max_followers": 5_000},
}


def main() -> None:
    """Create missing data, measure, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redis_homes", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["200k"])
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--members", type=int, default=4_000, help="homes that are stored")
    options = parser.parse_args()
    for size in options.sizes:
        alias = f"postgresql-{size}"
        if not data.exists(alias):
            data.create(alias)
        with use_database(alias):
            call_command("migrate", "django_tweets_redis", database=alias, verbosity=0)
            redis.Redis.from_url(URL).flushdb()
            print("\n".join([f"## {size}", "", *compare_pages(alias, options.rounds)]), flush=True)
            print("\n".join(["", *compare_scans(alias, options.rounds)]), flush=True)
            print("\n".join(["", *measure_fan_out(options.members)]))


def compare_pages(alias: str, rounds: int) -> Iterator[str]:
    """Yield a table of the first page of each reader: the floor, the pull and Redis.

    The CPU time is that of this process and of PostgreSQL's. ratio: of the CPU time above the
    floor, by Redis and by the pull.
    """
    cells = [
        cell for cell in contenders.make_cells(alias, ["floor", "ours"]) if cell.page == "page 1"
    ]
    switch: Any = get_backend()
    works = {}
    for cell in cells:
        for name in BACKENDS if cell.contender == "ours" else ["floor"]:
            works[cell.reader, name] = partial(get_page, switch, name, cell)
    statements, pages = {}, {}
    for _ in range(2):  # the first visit has the home stored
        for key, work in works.items():
            with collect_statements(alias) as found:
                pages[key] = work()
            statements[key] = len(found)
    samples: dict[Any, list[Any]] = {key: [] for key in works}
    order = Random("order")
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        turn = list(works)
        order.shuffle(turn)
        for key in turn:
            gc.collect()
            gc.disable()
            samples[key].append(measure_work(alias, works[key]))
            gc.enable()
    columns = "statements | ms: floor | pull | Redis | CPU ms: floor | pull | Redis | ratio"
    yield f"| reader | {columns} |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for reader in dict.fromkeys(cell.reader for cell in cells):
        taken = [samples[reader, name] for name in ("floor", *BACKENDS)]
        walls = [statistics.median(sample.wall * 1e3 for sample in each) for each in taken]
        cpu = [
            statistics.median(sample.client * 1e3 for sample in each)
            + statistics.fmean(sample.server * 1e3 for sample in each)
            for each in taken
        ]
        rows = [pages[reader, name].count(b"<article") for name in BACKENDS]
        assert rows[0] == rows[1], "both show as many tweets"
        counts = " / ".join(str(statements[reader, name]) for name in BACKENDS)
        times = " | ".join(f"{time:.1f}" for time in [*walls, *cpu])
        ratio = (cpu[2] - cpu[0]) / (cpu[1] - cpu[0])
        yield f"| {reader} | {counts} | {times} | {ratio:.2f} |"


def compare_scans(alias: str, rounds: int) -> Iterator[str]:
    """Yield a table of what the backends themselves take: the candidates of a first page."""
    switch: Any = get_backend()
    samples: dict[Any, list[Any]] = defaultdict(list)
    for _ in range(rounds):
        for reader in READERS:
            viewer = Profile.objects.get(pk=reader.key)
            for name in BACKENDS:
                work = partial(scan, switch, name, viewer)
                samples[reader.name, name].append(measure_work(alias, work))
    yield f"| reader | CPU ms of {SCANS} scans: pull | Redis | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for reader in READERS:
        cpu = [
            statistics.median((sample.client + sample.server) * 1e3 for sample in each)
            for each in (samples[reader.name, name] for name in BACKENDS)
        ]
        yield f"| {reader.name} | {cpu[0]:.0f} | {cpu[1]:.0f} | {cpu[1] / cpu[0]:.2f} |"


def scan(switch: Any, name: str, viewer: Any) -> None:
    """Find the candidates of a first page, and the followed hashtags, SCANS times."""
    switch.name = name
    for _ in range(SCANS):
        source = HomeSource(viewer)
        switch.scan(source, NEWEST, 2 * (PAGE_SIZE + 1))
        list(source.hashtags)


def get_page(switch: Any, name: str, cell: contenders.Cell) -> bytes:
    """Return the page of a cell, by one of the backends."""
    switch.name = name
    return requests.get(cell)


def measure_fan_out(members: int) -> Iterator[str]:
    """Yield figures of a fan-out to the followers of one author, in this process."""
    switch: Any = get_backend()
    client: Any = redis.Redis.from_url(URL)
    author = Profile.objects.order_by("-follower_count").first()
    assert author is not None
    followers = list(Follow.objects.filter(followed=author).values_list("follower", flat=True))
    for member in followers[:members]:
        tasks.store_home.func(member)
    sizes = [client.memory_usage(switch.store.name(member)) for member in followers[:members]]
    switch.max_followers = len(followers)
    rates, busy = [], []
    for _ in range(15):
        tweet = Tweet.objects.create(profile=author, content="to all")
        began, used = perf_counter(), process_time()
        tasks.add_to_homes.func(tweet.pk)
        rates.append(len(followers) / (perf_counter() - began))
        busy.append(len(followers) / (process_time() - used))
        tweet.delete()
    yield f"Fan-out to {len(followers)} followers, of whom {len(sizes)} have a home:"
    yield f"{statistics.median(rates):,.0f} members a second in one process,"
    yield f"{statistics.median(busy):,.0f} in a second of its CPU time."
    yield f"Bytes of a home: {statistics.median(sizes):,.0f} (median), {max(sizes):,} (most)."


if __name__ == "__main__":
    main()

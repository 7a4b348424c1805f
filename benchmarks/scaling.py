"""python -m benchmarks.scaling [--write] [members ...]: machines for a number of daily members.

It multiplies the costs that benchmarks.scaling_costs has measured by what members do in a day, and
says which part is full first. Everything that is assumed, and not measured, is in `Assumptions`.
docs/scaling.md has its output, which --write writes, and what follows from it.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

COSTS = Path(__file__).parent.parent / "docs" / "_benchmarks" / "scaling.json"
MEMBERS = (10_000, 1_000_000, 100_000_000)
DAY = 86_400
YEAR = 365


@dataclass(frozen=True)
class Assumptions:
    """Assumptions: the use of a site by its members, and the sizes of machines."""

    requests_per_day: int = 50
    """Pages and actions of a member who comes on a day, without polls and pictures."""
    polls_per_day: int = 20
    """Questions of an open home whether something is new."""
    peak: float = 3
    """Requests of the busiest minute by those of the mean minute."""
    use: float = 0.6
    """Share of a machine that may be busy in that minute."""
    reads_after_write: float = 1
    """Pages that a member reads within DJANGO_TWEETS_READ_YOUR_WRITES: from the primary."""
    deliveries_per_tweet: int = 200
    """Followers who have come within a month, of the mean author below the threshold."""
    members_per_month: float = 3
    """Members who have a home in Redis, by members of a day."""
    web_cores: int = 16
    database_cores: int = 64
    database_disk_tb: float = 20
    replicas: int = 8
    """Replicas of one primary: each is a stream of its WAL."""
    replay_mb: float = 100
    """WAL that a replica applies in a second: one process, which reads the pages it changes."""
    redis_memory_gb: int = 64


ASSUMED = Assumptions()

# Requests of 100, as in docs/operations.md.
MIX = {
    "home": 50,
    "thread": 15,
    "profile": 10,
    "search": 5,
    "notifications": 5,
    "like": 8,
    "tweet": 5,
    "follow": 2,
}
WRITES = ("like", "tweet", "follow")


class Load(NamedTuple):
    """The load and the machines of a number of daily members, in the busiest minute."""

    members: int
    requests: float
    """In a second, with polls."""
    web_cores: float
    primary_cores: float
    replica_cores: float
    wal_mb: float
    """In a second."""
    gigabits: float
    """HTML in a second, before compression."""
    tweets_per_day: float
    disk_tb: float
    """Of a year."""
    deliveries: float
    """To homes in Redis, in a second."""
    redis_cores: float
    redis_gb: float

    @property
    def web_machines(self) -> int:
        return _machines(self.web_cores, ASSUMED.web_cores)

    @property
    def primaries(self) -> int:
        """Shards of the database: of the cores, of WAL and of the disk the one that needs most."""
        return max(
            _machines(self.primary_cores, ASSUMED.database_cores),
            math.ceil(self.wal_mb / ASSUMED.replay_mb),
            math.ceil(self.disk_tb / ASSUMED.database_disk_tb),
        )

    @property
    def replicas(self) -> int:
        return _machines(self.replica_cores, ASSUMED.database_cores)

    @property
    def redis_nodes(self) -> int:
        return max(
            _machines(self.redis_cores, 1), math.ceil(self.redis_gb / ASSUMED.redis_memory_gb)
        )


def _machines(cores: float, each: int) -> int:
    return max(1, math.ceil(cores / (each * ASSUMED.use)))


def simulate(costs: dict[str, Any], members: int) -> Load:
    """Return the load of a number of daily members."""
    actions = members * ASSUMED.requests_per_day / DAY * ASSUMED.peak  # in a second
    polls = members * ASSUMED.polls_per_day / DAY * ASSUMED.peak
    rates = {name: actions * share / 100 for name, share in MIX.items()} | {"poll": polls}
    unit = costs["requests"]

    def add(what: str, names: Iterable[str] = rates) -> float:
        return float(sum(rates[name] * unit[name][what] for name in names))

    writing = add("database_ms", WRITES) / 1e3
    reading = add("database_ms", rates.keys() - set(WRITES)) / 1e3
    # Each write is followed by pages that the primary has to read too.
    write_rate = sum(rates[name] for name in WRITES)
    read_rate = sum(rates.values()) - write_rate
    pinned = min(1.0, write_rate * ASSUMED.reads_after_write / read_rate)
    size = costs["bytes"]
    a_day = {name: members * ASSUMED.requests_per_day * MIX[name] / 100 for name in WRITES}
    deliveries = rates["tweet"] * ASSUMED.deliveries_per_tweet
    return Load(
        members=members,
        requests=sum(rates.values()),
        web_cores=add("web_ms") / 1e3,
        primary_cores=writing + reading * pinned,
        replica_cores=reading * (1 - pinned),
        wal_mb=add("wal_bytes") / 1e6,
        gigabits=add("response_bytes") * 8 / 1e9,
        tweets_per_day=a_day["tweet"],
        disk_tb=sum(a_day[name] * size[name] for name in WRITES) * YEAR / 1e12,
        deliveries=deliveries,
        redis_cores=deliveries * costs["redis"]["delivery_us"] / 1e6,
        redis_gb=members * ASSUMED.members_per_month * costs["redis"]["home_bytes"] / 1e9,
    )


def find_end(costs: dict[str, Any]) -> dict[str, int]:
    """Return the daily members with which each part of one PostgreSQL with replicas is full."""
    one = simulate(costs, 1_000_000)
    cores = ASSUMED.database_cores * ASSUMED.use
    full = {
        "CPU of the primary": cores / one.primary_cores,
        f"CPU of {ASSUMED.replicas} replicas": ASSUMED.replicas * cores / one.replica_cores,
        "applying WAL on a replica": ASSUMED.replay_mb / one.wal_mb,
        "disk of the primary, after a year": ASSUMED.database_disk_tb / one.disk_tb,
        "disk of the primary, after three years": ASSUMED.database_disk_tb / one.disk_tb / 3,
    }
    return {name: round(millions * 1_000_000) for name, millions in full.items()}


def likes_of_one_tweet(costs: dict[str, Any]) -> int:
    """Return the likes of one tweet that PostgreSQL takes in a second, at least.

    Each locks the counter of the tweet, from its update to the end of the transaction.
    """
    return round(1_000 / float(costs["requests"]["like"]["database_ms"]))


def report(costs: dict[str, Any], numbers: tuple[int, ...] = MEMBERS) -> str:
    """Return the tables of docs/scaling.md."""
    lines = [f"Measured on {costs['measured_on']}: {costs['machine']}.", ""]
    lines += ["| request | web CPU | database CPU | statements | response | WAL |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {each['web_ms']:.1f} ms | {each['database_ms']:.1f} ms "
        f"| {each['statements']:.0f} | {each['response_bytes'] / 1e3:.0f} kB "
        f"| {each['wal_bytes'] / 1e3:.1f} kB |"
        for name, each in costs["requests"].items()
    ]
    sizes = [f"{number:,} for a {name}" for name, number in costs["bytes"].items()]
    home = costs["redis"]
    lines += [
        "",
        f"Bytes in all tables and indexes: {', '.join(sizes)}.",
        f"Redis: {home['delivery_us']:.1f} µs of CPU for each delivery to a home of 800 tweets,",
        f"which takes {home['home_bytes']:,} bytes.",
        "",
    ]
    loads = [simulate(costs, number) for number in numbers]
    rows: list[tuple[str, list[str]]] = [
        ("requests per second, busiest minute", [f"{each.requests:,.0f}" for each in loads]),
        ("tweets per day", [f"{each.tweets_per_day:,.0f}" for each in loads]),
        ("HTML, Gbit/s", [f"{each.gigabits:,.2f}" for each in loads]),
        ("web: busy cores", [f"{each.web_cores:,.1f}" for each in loads]),
        ("web: machines of 16 cores", [f"{each.web_machines:,}" for each in loads]),
        ("primary: busy cores", [f"{each.primary_cores:,.1f}" for each in loads]),
        ("replicas: busy cores", [f"{each.replica_cores:,.1f}" for each in loads]),
        ("WAL, MB/s", [f"{each.wal_mb:,.1f}" for each in loads]),
        ("database after a year, TB", [f"{each.disk_tb:,.2f}" for each in loads]),
        ("primaries (shards) of 64 cores", [f"{each.primaries:,}" for each in loads]),
        ("replicas of 64 cores", [f"{each.replicas:,}" for each in loads]),
        ("homes in Redis: deliveries/s", [f"{each.deliveries:,.0f}" for each in loads]),
        ("homes in Redis: memory, GB", [f"{each.redis_gb:,.1f}" for each in loads]),
        ("homes in Redis: nodes of 64 GB", [f"{each.redis_nodes:,}" for each in loads]),
    ]
    lines += [f"| daily members | {' | '.join(f'{number:,}' for number in numbers)} |"]
    lines += [f"| --- |{' ---: |' * len(numbers)}"]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    lines += ["", "| one primary with replicas is full of | daily members |", "| --- | ---: |"]
    lines += [f"| {name} | {_round(number):,} |" for name, number in find_end(costs).items()]
    likes = likes_of_one_tweet(costs)
    lines += [f"| the counter of one tweet: {likes:,} likes of it in a second, at least | any |"]
    return "\n".join(lines)


def _round(number: int) -> int:
    """Return number with two digits that are not zero: the assumptions are no more exact."""
    digits = max(0, len(str(number)) - 2)
    return int(round(number, -digits))


def main() -> None:
    """Print the report, or write it into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("members", nargs="*", type=int, default=MEMBERS)
    options = parser.parse_args()
    text = report(json.loads(COSTS.read_text(encoding="utf-8")), tuple(options.members))
    print(text)
    if options.write:
        COSTS.with_suffix(".md").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

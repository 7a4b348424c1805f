"""Measure requests per second of a mix, with one and with two web processes, side by side.

Eight members at a time send the next request as soon as they have the answer to the last one. The
rounds take turns (the page that nothing can avoid, one process, two processes), so that other work
on the machine affects all alike.
"""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.scaling import MIX
from scripts.servers.programs import wait_until

from . import haproxy, servers
from .member import Browser, Journal
from .report import FIGURES, describe_machine
from .story import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from .servers import Cluster

CLIENTS = 8
SECONDS = 10
"""Time of a round of one kind."""
ROUNDS = 4
TOKEN = "a" * 32  # which Django takes as the secret of its check of forms
FLOOR = "/about/"


class Result(NamedTuple):
    """A round of one kind."""

    rate: float
    """Requests per second."""
    median: float
    """Seconds of a request."""
    errors: int


class Reader(Browser):
    """A member who sends requests of the mix by chance."""

    def __init__(self, port: int, data: dict[str, Any], number: int, journal: Journal) -> None:
        super().__init__(port, f"reader{number}", journal)
        self.data, self.random = data, random.Random(number)

    def send(self) -> None:
        """Send one request of the mix, as one of the members."""
        self._become_somebody()
        (name,) = self.random.choices([*MIX], [*MIX.values()])
        author, pk = self.random.choice(self.data["tweets"])
        handle = self.random.choice(self.data["handles"])
        words = self.random.choices(self.data["words"], k=2)
        reads = {
            "home": START,
            "thread": f"{START}@{author}/{pk}/",
            "profile": f"{START}@{handle}/",
            "search": f"{START}search/?q={'+'.join(words)}",
            "notifications": f"{START}notifications/",
        }
        writes: dict[str, tuple[str, dict[str, str]]] = {
            "like": (f"{START}@{author}/{pk}/like/", {}),
            "tweet": (f"{START}compose/", {"content": " ".join([*words, str(time.time_ns())])}),
            "follow": (f"{START}@{handle}/follow/", {}),
        }
        if name in reads:
            self.get(reads[name])
        else:
            self.post(*writes[name])

    def read_floor(self) -> None:
        """Read a page of the site itself: the session, the user, and a template."""
        self._become_somebody()
        self.get(FLOOR)

    def _become_somebody(self) -> None:
        session = self.random.choice(self.data["sessions"])
        self.cookies = {"sessionid": session, "csrftoken": TOKEN}


def run_round(port: int, data: dict[str, Any], send: Callable[[Reader], None]) -> Result:
    """Let all clients send requests for a while."""
    journal = Journal()
    readers = [Reader(port, data, time.time_ns() + n, journal) for n in range(CLIENTS)]
    end = time.monotonic() + SECONDS

    def work(reader: Reader) -> None:
        while time.monotonic() < end:
            send(reader)

    threads = [threading.Thread(target=work, args=(reader,)) for reader in readers]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.monotonic() - start
    times = [request.seconds for request in journal.requests]
    errors = sum(request.has_failed for request in journal.requests)
    return Result(len(times) / passed, statistics.median(times), errors)


def measure(cluster: Cluster, data: dict[str, Any]) -> dict[str, list[Result]]:
    """Return the results of all rounds by kind. The first round is the warm-up."""
    kinds: dict[str, tuple[str, Callable[[Reader], None]]] = {
        "floor, one web process": ("maint", Reader.read_floor),
        "the mix, one web process": ("maint", Reader.send),
        "floor, two web processes": ("ready", Reader.read_floor),
        "the mix, two web processes": ("ready", Reader.send),
    }
    results: dict[str, list[Result]] = {name: [] for name in kinds}
    for number in range(ROUNDS + 1):
        for name, (state, send) in kinds.items():
            haproxy.order(cluster.socket, f"set server web/web2 state {state}")
            if state == "ready":
                wait_until(lambda: haproxy.is_up(cluster.socket, "web2"), "web2 is not ready")
            result = run_round(cluster.port, data, send)
            print(f"{number} {name}: {result}", flush=True)
            if number:
                results[name].append(result)
    return results


def render(results: dict[str, list[Result]]) -> str:
    """Return the table of docs/cluster.md."""
    lines = [
        "| | requests per second, median of the rounds | lowest to highest | median, ms | errors |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, rounds in results.items():
        rates = sorted(result.rate for result in rounds)
        middle = statistics.median(result.median for result in rounds) * 1_000
        errors = sum(result.errors for result in rounds)
        lines.append(
            f"| {name} | {statistics.median(rates):.1f} | {rates[0]:.1f} to {rates[-1]:.1f} "
            f"| {middle:.0f} | {errors} |"
        )
    mix = "the mix, {} web process{}".format
    pairs = zip(results[mix("one", "")], results[mix("two", "es")], strict=True)
    gain = statistics.median(two.rate / one.rate for one, two in pairs)
    gained = f"Two processes answer {gain:.2f} times as many requests of the mix as one (median of "
    return "\n".join([*lines, "", f"{gained}{ROUNDS} pairs of rounds). {describe_machine()}", ""])


def measure_and_report(*, write: bool) -> int:
    """Measure, and print or write the table."""
    with servers.run_cluster(is_measured=True) as cluster:
        answer = cluster.manage("fill_mix", is_direct=True)
        data = json.loads(answer.splitlines()[-1])
        text = render(measure(cluster, data))
    print(text)
    if write:
        (FIGURES / "cluster_mix.md").write_text(text, encoding="utf-8")
    return 0

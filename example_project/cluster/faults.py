"""The faults that the story causes in the cluster while members use it."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, NamedTuple

from .member import Request  # noqa: TC001 - NamedTuple reads it

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.servers.processes import Process

    from .servers import Cluster
    from .story import Play

WHILE_AWAY = 40
"""Requests of all members while something is away, and as many after it is back."""


class Phase(NamedTuple):
    """A part of the story."""

    name: str
    start: float
    end: float

    def requests(self, requests: list[Request]) -> list[Request]:
        """Return those that were answered in this part."""
        return [request for request in requests if self.start <= request.end < self.end]


def nothing(cluster: Cluster, play: Play) -> None:
    play.wait_for(WHILE_AWAY)


def kill(*names: str) -> Callable[[Cluster, Play], None]:
    """Return a fault: these processes are killed (kill -9), and started again a while later.

    The last one is started first, while the others are away.
    """

    def do(cluster: Cluster, play: Play) -> None:
        killed: list[Process] = [cluster.processes[name] for name in names]
        for process in killed:
            process.kill()
        play.wait_for(WHILE_AWAY)
        for process in reversed(killed):
            process.start()

    return do


def restart_pooler(cluster: Cluster, play: Play) -> None:
    """End one PgBouncer when its transactions have ended (SIGINT), and start it again."""
    process = cluster.processes["pgbouncer1"]
    process.end(signal.SIGINT)
    process.start()
    play.wait_for(WHILE_AWAY)


def restart_primary(cluster: Cluster, play: Play) -> None:
    """Restart the primary while both PgBouncers let everybody wait."""
    cluster.order_poolers("PAUSE")
    cluster.primary.shut_down()
    cluster.primary.start()
    cluster.order_poolers("RESUME")


def crash_primary(cluster: Cluster, play: Play) -> None:
    """End the primary at once, in the middle of transactions, and start it again."""
    cluster.primary.stop()
    cluster.primary.start()


FAULTS: dict[str, Callable[[Cluster, Play], None]] = {
    "nothing": nothing,
    "a web process is killed": kill("web1"),
    "a worker is killed": kill("worker1"),
    "a node of the Redis cluster is killed": kill("homes2"),
    "the first node of the Redis cluster is killed, and a web process": kill("homes1", "web2"),
    "the cache is killed": kill("cache"),
    "a PgBouncer is killed": kill("pgbouncer1"),
    "a PgBouncer is restarted": restart_pooler,
    "the replica is stopped": kill("replica"),
    "the primary is restarted, with PAUSE": restart_primary,
    "the primary crashes": crash_primary,
}


def go_through(cluster: Cluster, play: Play) -> list[Phase]:
    """Do one thing after the other, and return when each was."""
    phases = []
    for name, fault in FAULTS.items():
        start = time.monotonic()
        fault(cluster, play)
        play.wait_for(WHILE_AWAY)
        phases.append(Phase(name, start, time.monotonic()))
        print(f"{phases[-1].end - start:6.1f} s  {name}", flush=True)
    return phases

"""Redis servers on free ports, alone or in a cluster."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import redis

from scripts.servers.processes import Process
from scripts.servers.programs import find_port, find_program, run, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

# Without full coverage, the nodes that are left answer for their slots.
CLUSTER = (
    *("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"),
    *("--cluster-require-full-coverage", "no"),
)


class RedisServer:
    """A server with its files in folder. What it had in memory is lost when it stops."""

    def __init__(self, folder: Path, *options: str, program_arguments: Sequence[str] = ()) -> None:
        self.port = find_port()
        folder.mkdir(exist_ok=True)
        command = [find_program("redis-server"), *program_arguments, "--port", str(self.port)]
        command += ["--bind", "127.0.0.1", "--dir", str(folder), *options]
        if not program_arguments:
            command += ["--save", ""]
        log = folder.with_suffix(".log")
        self.process = Process(folder.name, command, log=log, is_ready=self.answers)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        client: Any = redis.Redis.from_url(self.url)
        with client:
            return _is_true(client.ping)

    def start(self) -> None:
        self.process.start()

    def stop(self) -> None:
        """Kill it."""
        self.process.kill()


def _is_true(ask: Callable[[], object]) -> bool:
    """Whether ask() is true. It may raise an error of Redis."""
    try:
        return bool(ask())
    except (redis.RedisError, redis.RedisClusterException):
        return False


def wait_for(is_done: Callable[[], object]) -> None:
    """Wait until is_done() is true. It may raise an error of Redis until then."""
    wait_until(lambda: _is_true(is_done), "Redis does not answer")


def _is_whole(client: Any) -> bool:
    return bool(client.cluster("info")["cluster_state"] == "ok")


def join(nodes: Sequence[RedisServer]) -> None:
    """Make a cluster of nodes, which run and are empty."""
    addresses = [f"127.0.0.1:{node.port}" for node in nodes]
    run("redis-cli", "--cluster", "create", *addresses, "--cluster-yes")
    for node in nodes:
        client: Any = redis.Redis.from_url(node.url)
        with client:
            wait_for(partial(_is_whole, client))


@contextmanager
def run_cluster(folder: Path) -> Iterator[list[RedisServer]]:
    """Run a cluster of three nodes."""
    nodes = [RedisServer(folder / str(number), *CLUSTER) for number in range(3)]
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.stop)
            node.start()
        join(nodes)
        yield nodes

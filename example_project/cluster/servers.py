"""All servers and processes of the cluster."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.servers import redis_nodes
from scripts.servers.postgres import PgBouncer, make_primary, make_replica
from scripts.servers.processes import Process, watcher
from scripts.servers.programs import ServerError, find_port, find_program, give, missing_packages

from . import haproxy

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[1]
PROGRAMS = (
    *("haproxy", "initdb", "pg_basebackup", "pg_isready", "pgbouncer", "postgres"),
    *("redis-cli", "redis-server"),
)

# Every write that is acknowledged is on the disk.
POSTGRES = {
    "fsync": "on",
    "max_connections": "100",
    "synchronous_commit": "on",
    "wal_retrieve_retry_interval": "500ms",
}
PGBOUNCER = {
    "admin_users": "postgres",
    "default_pool_size": "20",
    "max_client_conn": "500",
    "server_login_retry": "1",  # seconds between two attempts while the primary is away
}
THREADS = 4  # of a web process


class Cluster:
    """The servers of the site, in folder. Each has a log in logs."""

    def __init__(self, folder: Path, logs: Path, *, is_measured: bool = False) -> None:
        self.folder, self.logs = folder, logs
        self.processes: dict[str, Process] = {}
        self.port = find_port()
        self.web_ports = {"web1": find_port(), "web2": find_port()}
        self.socket = folder / "haproxy.sock"
        self._stopped = threading.Event()
        self.primary = make_primary(folder, POSTGRES)
        self.cache = redis_nodes.RedisServer(folder / "cache", "--maxmemory", "64mb")
        self.homes = [
            redis_nodes.RedisServer(folder / f"homes{n}", *redis_nodes.CLUSTER) for n in (1, 2, 3)
        ]
        self.poolers = [
            PgBouncer(self.primary, name=f"pgbouncer{n}", settings=PGBOUNCER) for n in (1, 2)
        ]
        for name in ("media", "static"):
            (folder / name).mkdir()
        self._shared: dict[str, Any] = {
            "cache": self.cache.port,
            "homes": [node.port for node in self.homes],
            "is_measured": is_measured,
            "media": str(folder / "media"),
            "static": str(folder / "static"),
            "poolers": [pooler.port for pooler in self.poolers],
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start all, and return when the site answers."""
        self._start(self.primary.process, "primary")
        self.replica = make_replica(self.primary)
        self._start(self.replica.process, "replica")
        self._shared["replica"] = self.replica.port
        for pooler in self.poolers:
            self._start(pooler.process, pooler.process.name)
        for node in (self.cache, *self.homes):
            self._start(node.process, node.process.name)
        redis_nodes.join(self.homes)
        self.manage("migrate", "--verbosity=0", is_direct=True)
        # They import the site at the same time.
        started = [*self._make_web(), *self._make_workers()]
        for process in started:
            self._launch(process)
        self._start(self._make_proxy(), "haproxy")
        for process in started:
            process.wait()
        threading.Thread(target=self._supervise, daemon=True).start()

    def stop(self) -> None:
        """End all, in the opposite order."""
        self._stopped.set()
        for process in reversed(self.processes.values()):
            if process.name == "primary":
                self.primary.stop()
            elif process.name == "replica":
                self.replica.stop()
            else:
                process.end()

    def _start(self, process: Process, name: str) -> None:
        process.name = name
        self._launch(process)
        process.wait()

    def _launch(self, process: Process) -> None:
        process.log = self.logs / f"{process.name}.log"
        self.processes[process.name] = process
        process.launch()

    def _supervise(self) -> None:
        """Start what has ended by itself, as systemd or a container engine does."""
        while not self._stopped.wait(1):
            for process in [*self.processes.values()]:
                if process.restart_if_gone():
                    print(f"{process.name} has ended, and was started again.", flush=True)

    def environment(self, *, is_direct: bool = False) -> dict[str, str]:
        """Return what a process of the site needs. is_direct: past PgBouncer."""
        shared = {**self._shared, **({"poolers": [self.primary.port]} if is_direct else {})}
        root = PROJECT.parent
        return {
            "CLUSTER": json.dumps(shared),
            "DJANGO_DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "cluster.settings",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(root), str(root / "src")]),
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str, is_direct: bool = False) -> str:
        """Run a management command, and return what it prints."""
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, str(PROJECT / "manage.py"), *arguments],
            env={**os.environ, **self.environment(is_direct=is_direct)},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def _make_web(self) -> list[Process]:
        return [self._make_web_process(name, port) for name, port in self.web_ports.items()]

    def _make_web_process(self, name: str, port: int) -> Process:
        # Preloaded: it refuses connections until it is ready, instead of letting them wait.
        how = ["--preload", "--no-control-socket", "--timeout", "30"]
        size = ["--workers", "1", "--threads", str(THREADS), "--bind", f"127.0.0.1:{port}"]
        return self._make_site_process(
            name, ["-m", "gunicorn", "config.wsgi", *how, *size], lambda: is_ready(port)
        )

    def _make_workers(self) -> list[Process]:
        command = [str(PROJECT / "manage.py"), "db_worker", "--queue-name=*", "--no-startup-delay"]
        return [self._make_site_process(f"worker{n}", command, lambda: True) for n in (1, 2)]

    def _make_site_process(self, name: str, arguments: list[str], is_ready: Any) -> Process:
        return Process(
            name,
            [sys.executable, *arguments],
            log=self.logs / f"{name}.log",
            is_ready=is_ready,
            environment=self.environment(),
            folder=PROJECT,
        )

    def _make_proxy(self) -> Process:
        file = self.folder / "haproxy.cfg"
        file.write_text(haproxy.render(self.port, self.socket, self.web_ports), encoding="utf-8")
        return Process(
            "haproxy",
            [find_program("haproxy"), "-W", "-db", "-f", str(file)],
            log=self.logs / "haproxy.log",
            is_ready=self.answers,
        )

    def answers(self) -> bool:
        """Whether the site shows its front page."""
        return get_status(self.port, "/") == 200

    def order_poolers(self, order: str) -> None:
        """Send an order to the console of each PgBouncer."""
        import psycopg  # noqa: PLC0415 - tests of this module have no driver

        for pooler in self.poolers:
            address = f"postgres://postgres@127.0.0.1:{pooler.port}/pgbouncer"
            with psycopg.connect(address, autocommit=True) as console:
                console.execute(order.encode())

    def describe(self) -> str:
        """Return the table of the processes."""
        rows = [
            f"{name:<12}{process.pid:>8}  {' '.join(process.command)[:100]}"
            for name, process in self.processes.items()
        ]
        return "\n".join([f"{'process':<12}{'pid':>8}  command", *rows])


def is_ready(port: int) -> bool:
    return get_status(port, "/health/ready/") == 200


def get_status(port: int, path: str) -> int:
    """Return the status of a page, or 0 if nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (HTTPException, OSError):
        return 0
    finally:
        connection.close()


@contextmanager
def run_cluster(*, is_measured: bool = False) -> Iterator[Cluster]:
    """Run the cluster. Remove all at the end; keep the logs if something fails, and say where."""
    if missing := missing_packages(PROGRAMS):
        raise ServerError(f"Programs are missing: apt-get install {' '.join(missing)}")
    folder = Path(tempfile.mkdtemp(prefix="tweets-cluster-"))
    logs = Path(tempfile.mkdtemp(prefix="tweets-cluster-logs-"))
    watcher.remove(folder)
    give(folder)
    try:
        cluster = Cluster(folder, logs, is_measured=is_measured)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    except Exception:
        print(f"The logs are in {logs}", file=sys.stderr, flush=True)
        raise
    except BaseException:  # Ctrl-C: nothing has failed
        shutil.rmtree(logs, ignore_errors=True)
        raise
    else:
        shutil.rmtree(logs, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""A Redis server for tests, on a socket of its own, which can be stopped and can hang."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.servers.programs import look_up
from tests.unix_sockets import is_listening

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = look_up("redis-server")


class RedisServer:
    """A server with a socket in folder, which is empty after each start."""

    def __init__(self, folder: str) -> None:
        self.folder, self.socket = folder, Path(folder) / "redis"
        self.process: subprocess.Popen[bytes] | None = None

    def get_caches(self, **options: Any) -> dict[str, Any]:
        """Return the setting CACHES of a site that uses the server."""
        backend = "django.core.cache.backends.redis.RedisCache"
        location = f"unix://{self.socket}"
        return {"default": {"BACKEND": backend, "LOCATION": location, "OPTIONS": options}}

    def start(self) -> None:
        assert PROGRAM, "the tests that are marked with redis need redis-server"
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        command = [PROGRAM, *options, "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not is_listening(self.socket):
            assert self.process.poll() is None, "redis-server has ended"
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process is not None:
            self.resume()
            self.process.terminate()
            self.process.wait()
            self.process = None
            self.socket.unlink(missing_ok=True)

    def hang(self) -> None:
        """Let the server take connections and commands, and answer none."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let the server answer again."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def run_server() -> Iterator[RedisServer]:
    """Run a server that the test may stop, start and let hang."""
    # A short path: that of a socket has at most 107 bytes.
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def run_redis() -> Iterator[dict[str, Any]]:
    """Run a server, and yield the setting CACHES of a site that uses it."""
    with run_server() as server:
        yield server.get_caches()

"""A Redis server for tests, on a socket of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")


@contextmanager
def run_redis() -> Iterator[dict[str, Any]]:
    """Run a server, and yield the setting CACHES of a site that uses it."""
    assert PROGRAM, "the tests that are marked with redis need redis-server"
    # A short path: that of a socket has at most 107 bytes.
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "redis"
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
        with subprocess.Popen([PROGRAM, *options], stdout=subprocess.DEVNULL) as process:
            try:
                while not socket.exists():
                    assert process.poll() is None, "redis-server has ended"
                    time.sleep(0.01)
                backend = "django.core.cache.backends.redis.RedisCache"
                yield {"default": {"BACKEND": backend, "LOCATION": f"unix://{socket}"}}
            finally:
                process.terminate()

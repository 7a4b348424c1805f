"""Processes that this one starts: each has a group and a log of its own, and ends with this one.

A watcher ends them and removes their folders if this process is killed. Ctrl-C reaches this process
alone, because the others are in groups of their own.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.servers.programs import ServerError, user_options, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Process:
    """A process that can be killed and started again. Its output is appended to log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        is_ready: Callable[[], object],
        environment: Mapping[str, str] | None = None,
        folder: Path = Path("/"),
        may_be_root: bool = True,
    ) -> None:
        self.name, self.command, self.log, self.is_ready = name, [*command], log, is_ready
        self.environment, self.folder, self.may_be_root = environment, folder, may_be_root
        self._process: subprocess.Popen[bytes] | None = None
        self.is_wanted = False
        """Whether it shall run: it was started, and nobody has ended it."""
        self.starts = 0
        # A supervisor in another thread starts what has ended.
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Start it, and don't wait."""
        with self._lock:
            if self.is_running:
                return
            if self._process is not None:
                watcher.forget(self._process.pid)
            with self.log.open("ab") as log:
                options: dict[str, Any] = {} if self.may_be_root else user_options()
                self._process = subprocess.Popen(  # noqa: S603 - our own commands
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, **(self.environment or {})},
                    cwd=self.folder,
                    start_new_session=True,
                    **options,
                )
            self.is_wanted = True
            self.starts += 1
            watcher.watch(self._process.pid)

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.launch()
        self.wait()

    def wait(self) -> None:
        """Wait until it is ready. Raise the end of its log if it ends or takes three minutes."""

        def is_ready_or_gone() -> object:
            return not self.is_running or self.is_ready()

        wait_until(is_ready_or_gone, self._failure("is not ready"), seconds=180)
        if not self.is_running:
            raise ServerError(self._failure("has ended"))

    def restart_if_gone(self) -> bool:
        """Start it if it has ended by itself. Return whether it was started."""
        if not self.is_wanted or self.is_running:
            return False
        self.launch()
        return True

    def send(self, number: int) -> None:
        """Send a signal to the process alone, which is still wanted."""
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """Kill it and its children at once, as if the machine had gone."""
        self.end(signal.SIGKILL, of_group=True)

    def end(self, number: int = signal.SIGTERM, *, of_group: bool = False) -> None:
        """Send a signal, and wait for the end. Kill it after 20 seconds."""
        with self._lock:
            self.is_wanted = False
            process = self._process
            if process is None:
                return
            if process.poll() is None:
                if of_group:
                    os.killpg(process.pid, number)
                else:
                    process.send_signal(number)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            watcher.forget(process.pid)

    def _failure(self, what: str) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return f"{self.name} {what}. Its log, {self.log}, ends with:\n{text[-3_000:]}"


class Watcher:
    """A process that ends other processes and removes folders as soon as this process is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def watch(self, pid: int) -> None:
        """End the group of this process when this one is gone."""
        self._tell(f"end {pid}")

    def forget(self, pid: int) -> None:
        """The process has ended, and its number may be that of another soon."""
        self._tell(f"forget {pid}")

    def remove(self, folder: Path) -> None:
        """Remove this folder when this process is gone."""
        self._tell(f"remove {folder}")

    def close(self) -> None:
        """Let it do what is left."""
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait()
                self._process = None

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "scripts.servers.processes"],
                    stdin=subprocess.PIPE,
                    text=True,
                    cwd=Path(__file__).parents[2],
                    start_new_session=True,
                )
            if self._process.stdin is None or self._process.poll() is not None:
                raise ServerError("The watcher has ended.")
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()


watcher = Watcher()
atexit.register(watcher.close)


def keep_watch(lines: Sequence[str]) -> None:
    """Do what is left of the lines that a process has written until its end."""
    pids: set[int] = set()
    folders: set[str] = set()
    for line in lines:
        order, _, rest = line.rstrip("\n").partition(" ")
        if order == "end":
            pids.add(int(rest))
        elif order == "forget":
            pids.discard(int(rest))
        else:
            folders.add(rest)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    for folder in folders:
        # The children of a killed PostgreSQL write until they have noticed.
        for _ in range(100):
            shutil.rmtree(folder, ignore_errors=True)
            if not Path(folder).exists():
                break
            time.sleep(0.1)


if __name__ == "__main__":
    keep_watch(list(sys.stdin))  # that of the other process ends with it

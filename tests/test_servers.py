"""Processes of servers: they are killed, started again, and end with the one that started them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.servers import programs
from scripts.servers.processes import Process
from scripts.servers.programs import ServerError, find_port, wait_until

ROOT = Path(__file__).parents[1]
WAITS = [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"]


def make_process(folder: Path, command: list[str] = WAITS) -> Process:
    log = folder / "log"
    return Process("server", command, log=log, is_ready=lambda: "here" in log.read_text())


def is_alive(pid: int) -> bool:
    """Whether a process runs. One that has ended, and that nobody has asked for, does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("taken", [0, 10_000])
def test_free_port_and_that_of_its_cluster_are_free(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    first, second = find_port(), find_port()
    assert second < 22_000  # outgoing connections have none of these, plus 10,000 neither
    monkeypatch.setattr(programs, "PORTS", [first, second])
    with socket.create_server(("127.0.0.1", first + taken)):
        assert {find_port() for _number in range(20)} == {second}


def test_killed_process_is_started_again_only_if_it_is_wanted(tmp_path: Path) -> None:
    process = make_process(tmp_path)
    process.start()
    try:
        assert not process.restart_if_gone()
        process.send(signal.SIGKILL)
        wait_until(lambda: not process.is_running, "it runs")
        assert process.restart_if_gone()
        assert (process.is_running, process.starts) == (True, 2)
        process.kill()
        assert not process.is_running
        assert not process.restart_if_gone()
    finally:
        process.kill()


def test_process_that_ends_at_once_is_an_error_with_its_log(tmp_path: Path) -> None:
    process = make_process(tmp_path, [sys.executable, "-c", "raise SystemExit('no port')"])
    with pytest.raises(ServerError, match=r"server has ended(.|\n)*no port"):
        process.start()


def test_killed_script_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    code = f"""
import os, signal, sys
from pathlib import Path
from scripts.servers.processes import Process, watcher
watcher.remove(Path({str(folder)!r}))
log = Path({str(tmp_path / "log")!r})
process = Process("server", {WAITS!r}, log=log, is_ready=lambda: "here" in log.read_text())
process.start()
print(process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    wait_until(lambda: not is_alive(int(done.stdout)), "the process is alive")
    wait_until(lambda: not folder.exists(), "the folder is there")

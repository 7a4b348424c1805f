"""Commands with a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A project under test must not find our settings or our checkout.
_FOREIGN = ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV")


# Some sites have 200 migrations, and a busy machine needs several times the usual time.
STEP_SECONDS = 600


class CommandError(Exception):
    """A command failed or took too long. Its text has the end of the output."""


def clean_environment(**variables: str) -> dict[str, str]:
    """Return the environment for a command of a host."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {**kept, "UV_PYTHON_DOWNLOADS": "never", **variables}


def run(
    command: Sequence[str | Path],
    folder: Path,
    *,
    seconds: int = STEP_SECONDS,
    check: bool = True,
    variables: dict[str, str] | None = None,
) -> str:
    """Run command in folder and return what it prints. seconds: its time limit.

    Raises CommandError if it takes longer or, with check, if it fails.
    """
    words = [str(word) for word in command]
    shown = " ".join(words)[:200]
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            words,
            cwd=folder,
            check=False,
            env=clean_environment(**(variables or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandError(f"took more than {seconds} s: {shown}") from error
    if check and done.returncode:
        raise CommandError(f"failed: {shown}\n{done.stdout[-2000:]}")
    return done.stdout


def find_uv() -> str:
    """Return the path of uv: on PATH, or beside this Python."""
    beside = Path(sys.executable).with_name("uv")
    found = shutil.which("uv") or (str(beside) if beside.exists() else None)
    if found is None:
        sys.exit("try_hosts needs uv: python -m pip install uv")
    return found

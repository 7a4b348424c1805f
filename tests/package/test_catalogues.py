"""Catalogues hold what the source says: makemessages would find nothing new, and nothing gone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django_tweets

LOCALE = Path(django_tweets.__file__).parent / "locale"


def test_catalogues_hold_what_the_source_says(tmp_path: Path) -> None:
    package = shutil.copytree(LOCALE.parent, tmp_path / "django_tweets")
    # -P: else the modules of the package would stand before those of Python.
    command = [sys.executable, "-P", "-m", "django", "makemessages", "--all", "--no-obsolete"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command += ["--no-location", "--no-wrap", "--verbosity", "0"]
    subprocess.run(command, cwd=package, env=environment, check=True)
    for catalogue in LOCALE.rglob("*.po"):
        made = package / "locale" / catalogue.relative_to(LOCALE)
        assert messages(made) == messages(catalogue)


def messages(catalogue: Path) -> list[str]:
    source = catalogue.read_text(encoding="utf-8")
    return sorted(re.findall(r'\nmsgid(?:_plural)? (".*"(?:\n".*")*)', source))[1:]

"""Translation catalogues have exactly the messages of the source."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django_tweets

LOCALE = Path(django_tweets.__file__).parent / "locale"


def test_makemessages_changes_no_catalogue(tmp_path: Path) -> None:
    package = shutil.copytree(LOCALE.parent, tmp_path / "django_tweets")
    # -P: otherwise modules of the package would shadow those of the standard library.
    command = [sys.executable, "-P", "-m", "django", "makemessages", "--all", "--no-obsolete"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command += ["--no-location", "--no-wrap", "--verbosity", "0"]
    subprocess.run(command, cwd=package, env=environment, check=True)
    for catalogue in LOCALE.rglob("*.po"):
        made = package / "locale" / catalogue.relative_to(LOCALE)
        assert get_msgids(made) == get_msgids(catalogue)


def get_msgids(catalogue: Path) -> list[str]:
    source = catalogue.read_text(encoding="utf-8")
    return sorted(re.findall(r'\nmsgid(?:_plural)? (".*"(?:\n".*")*)', source))[1:]

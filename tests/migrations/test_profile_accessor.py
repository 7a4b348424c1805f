"""A site with a user.profile of its own names ours with DJANGO_TWEETS_PROFILE_ACCESSOR."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.migrations.test_swap_states import STATES, run

if TYPE_CHECKING:
    from pathlib import Path

# Tests that run on the site of the setting: its own, and the pages, tags and services that most
# members use.
TESTS = [
    "tests/test_own_user_profile.py",
    "tests/services/test_profiles.py",
    "tests/views/test_home.py",
    "tests/views/test_profiles.py",
    "tests/views/test_settings.py",
    "tests/templatetags",
]


def test_site_with_its_own_user_profile_works_with_the_setting(tmp_path: Path) -> None:
    host = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hosts.clash.with_accessor",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    run(host, "-m", "django", "makemigrations", "--check", "--dry-run")
    run(host, "-m", "django", "check", "--fail-level", "WARNING")
    run(host, "-m", "django", "migrate", "-v0")
    run(host, "-m", "pytest", *TESTS, "--numprocesses", "0")


@pytest.mark.parametrize("settings_module", STATES.values())
def test_no_migration_depends_on_the_setting(settings_module: str, tmp_path: Path) -> None:
    lines = [f"from {settings_module} import *", 'DJANGO_TWEETS_PROFILE_ACCESSOR = "tweeter"']
    (tmp_path / "accessor_settings.py").write_text("\n".join(lines), encoding="utf-8")
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    host = {**os.environ, "DJANGO_SETTINGS_MODULE": "accessor_settings", "PYTHONPATH": path}
    host.pop("DATABASE_URL", None)  # it has no tables yet, and makemigrations would look into it
    run(host, "-m", "django", "makemigrations", "--check", "--dry-run")

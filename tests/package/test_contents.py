"""Contents of the wheel and of the source distribution."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DIST = Path(os.environ["PACKAGE_DIST"])
SOURCE = ROOT / "src"


def get_package_files() -> set[str]:
    """Return all source files, with templates, static files, catalogues and migrations."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "django_tweets").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def get_wheel_files() -> set[str]:
    (wheel,) = DIST.glob("django_tweets-*-py3-none-any.whl")
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def get_sdist_files() -> set[str]:
    (sdist,) = DIST.glob("django_tweets-*.tar.gz")
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_wheel_has_exactly_the_files_of_the_package() -> None:
    assert get_wheel_files() == get_package_files()


def test_wheel_has_files_of_every_kind() -> None:
    """The test above would also pass if the source had lost these files."""
    wheel = get_wheel_files()
    for name in (
        "django_tweets/py.typed",
        "django_tweets/migrations/0001_initial.py",
        "django_tweets/static/django_tweets/tweets.css",
        "django_tweets/templates/django_tweets/layouts/base.html",
        "django_tweets/locale/de/LC_MESSAGES/django.mo",
    ):
        assert name in wheel


def test_wheel_has_the_licence() -> None:
    (wheel,) = DIST.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_sdist_has_the_files_that_tests_need() -> None:
    sdist = get_sdist_files()
    for name in (
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "tox.ini",
        "tests/conftest.py",
        "tests/hosts/strict/settings.py",
        "tests/hosts/tutorial/templates/twitter_user/profile.html",
        "example_project/manage.py",
        "benchmarks/text.py",
        "scripts/tlds.py",
        "docs/index.md",
    ):
        assert name in sdist
    assert not [name for name in sdist if name.endswith((".pyc", ".sqlite3"))]

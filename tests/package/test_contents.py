"""What was built holds what a site needs, and what a packager needs to test it."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DIST = Path(os.environ["PACKAGE_DIST"])
SOURCE = ROOT / "src"


def files_of_the_package() -> set[str]:
    """All that the source has, templates, static files, catalogues and migrations included."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "django_tweets").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def files_of_the_wheel() -> set[str]:
    (wheel,) = DIST.glob("django_tweets-*-py3-none-any.whl")
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def files_of_the_sdist() -> set[str]:
    (sdist,) = DIST.glob("django_tweets-*.tar.gz")
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_the_wheel_is_the_package_and_nothing_else() -> None:
    assert files_of_the_wheel() == files_of_the_package()


def test_there_is_one_of_each_kind() -> None:
    """So that the test above can't pass for a package that has lost them all."""
    wheel = files_of_the_wheel()
    for name in (
        "django_tweets/py.typed",
        "django_tweets/migrations/0001_initial.py",
        "django_tweets/static/django_tweets/tweets.css",
        "django_tweets/templates/django_tweets/layouts/base.html",
        "django_tweets/locale/de/LC_MESSAGES/django.mo",
    ):
        assert name in wheel


def test_the_licence_comes_along() -> None:
    (wheel,) = DIST.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_can_be_tested() -> None:
    sdist = files_of_the_sdist()
    for name in (
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
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

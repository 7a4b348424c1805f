"""The documentation names all that there is: it can't fall behind without a failing test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.dispatch import Signal

import django_tweets
from django_tweets import checks, conf, services, signals, urls
from django_tweets.templatetags.django_tweets import register

PACKAGE = Path(django_tweets.__file__).parent
DOCS = Path(__file__).parent.parent / "docs"
TEMPLATES = PACKAGE / "templates" / "django_tweets"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
)
def test_every_template(name: str) -> None:
    assert f"\n| `{name}` |" in page("customising.md")


@pytest.mark.parametrize("name", sorted([*register.tags, *register.filters]))
def test_every_tag_and_filter(name: str) -> None:
    assert re.search(rf"\n\| `{{[{{%].*\b{name}\b", page("customising.md"))


@pytest.mark.parametrize("name", sorted(str(pattern.name) for pattern in urls.urlpatterns))
def test_every_url(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


@pytest.mark.parametrize("name", conf.NAMES)
def test_every_setting(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


@pytest.mark.parametrize("name", services.__all__)
def test_every_service(name: str) -> None:
    assert f"\n`{name}(" in page("reference.md")


@pytest.mark.parametrize(
    "name", [name for name, value in vars(signals).items() if isinstance(value, Signal)]
)
def test_every_signal(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


def test_every_check() -> None:
    source = Path(checks.__file__).read_text(encoding="utf-8")
    ids = set(re.findall(r'id="(django_tweets\.\w+)"', source))
    assert ids == set(re.findall(r"\n\| `(django_tweets\.\w+)` \|", page("reference.md")))


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (PACKAGE / "management/commands").glob("[!_]*.py"))
)
def test_every_command(name: str) -> None:
    assert f"\n`{name} " in page("reference.md")


def test_every_custom_property() -> None:
    css = (PACKAGE / "static/django_tweets/tweets.css").read_text(encoding="utf-8")
    names = set(re.findall(r"var\((--tweets-[a-z][a-z-]*)", css))
    assert names == set(re.findall(r"\n\| `(--tweets-[a-z-]+)` \|", page("customising.md")))

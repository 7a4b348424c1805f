"""The documentation lists every public name, and no name that does not exist."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.dispatch import Signal

import django_tweets
from django_tweets import conf, services, signals, urls
from django_tweets.templatetags.django_tweets import register
from tests.hosts import badges
from tests.template_variables import get_free_variables

PACKAGE = Path(django_tweets.__file__).parent
DOCS = Path(__file__).parent.parent / "docs"
TEMPLATES = PACKAGE / "templates" / "django_tweets"
EVERYWHERE = {
    "block",
    "viewer",
    "current_url",
    "page_name",
    "is_suspended",
    "django_tweets",
    "csrf_token",
    "messages",
}
NOQA = "noqa: F401, PLC0415 - "
OPTIONAL = {"action", "card", "css_class", "empty", "empty_label", "empty_url"}
OPTIONAL |= {
    "has_people",
    "has_reasons",
    "has_search",
    "in_reply_to",
    "is_quote",
    "is_request",
    "list_name",
}
OPTIONAL |= {"list_params", "query", "step", "tab", "tweets_has_stylesheet", "tweets_main_id"}
OPTIONAL |= {"urls"}  # of the card, which the text of an embedded tweet has not


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_template_has_a_row_with_its_context(name: str) -> None:
    row = re.search(rf"\n\| `{name}` \| .* \|(.*)\|\n", page("customising.md"))
    assert row, f"{name} has no row"
    documented = set(re.findall(r"`(\w+)`", row[1]))
    names = get_free_variables(f"django_tweets/{name}") - EVERYWHERE
    assert names - OPTIONAL <= documented <= names


def test_documented_templates_exist() -> None:
    assert sorted(re.findall(r"\n\| `([\w/]+\.html)` \|", page("customising.md"))) == NAMES


def test_tree_of_templates_matches_their_includes() -> None:
    drawn = re.search(r"```text\n(layouts/base\.html.*?)```", page("customising.md"), re.DOTALL)
    assert drawn
    above: list[str] = []
    for line in drawn[1].splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [name]
        if depth and name.startswith("_"):
            source = (TEMPLATES / above[depth - 1]).read_text(encoding="utf-8")
            assert f'"django_tweets/{name}"' in source, above


@pytest.mark.parametrize("name", sorted([*register.tags, *register.filters]))
def test_tag_or_filter_has_a_row(name: str) -> None:
    assert re.search(rf"\n\| `{{[{{%].*\b{name}\b", page("customising.md"))


@pytest.mark.parametrize("name", sorted(str(pattern.name) for pattern in urls.urlpatterns))
def test_url_name_has_a_row(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


@pytest.mark.parametrize("name", conf.NAMES)
def test_setting_has_a_row(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


@pytest.mark.parametrize("name", services.__all__)
def test_service_is_documented(name: str) -> None:
    assert f"\n`{name}(" in page("reference.md")


@pytest.mark.parametrize(
    "name", [name for name, value in vars(signals).items() if isinstance(value, Signal)]
)
def test_signal_has_a_row(name: str) -> None:
    assert f"\n| `{name}` |" in page("reference.md")


def test_documented_checks_are_those_of_the_code() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    ids = {
        name for source in sources for name in re.findall(r'\bid="(django_tweets\.\w+)"', source)
    }
    assert ids == set(re.findall(r"\n\| `(django_tweets\.[A-Z]\d+)` \|", page("reference.md")))


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (PACKAGE / "management/commands").glob("[!_]*.py"))
)
def test_command_is_documented(name: str) -> None:
    assert f"\n`{name} " in page("reference.md")


def test_documented_custom_properties_are_those_of_the_stylesheet() -> None:
    css = (PACKAGE / "static/django_tweets/tweets.css").read_text(encoding="utf-8")
    names = set(re.findall(r"var\((--tweets-[a-z][a-z-]*)", css))
    assert names == set(re.findall(r"\n\| `(--tweets-[a-z-]+)` \|", page("customising.md")))


def public_names() -> list[tuple[str, str]]:
    """Return pairs of a module and a name from the table of the public API."""
    section = page("reference.md").split("\n## Public API\n")[1].split("\n## ")[0]
    return [
        (module, name)
        for module, names in re.findall(
            r"^\| `(django_tweets[\w.]*)` \|(.*)\|$", section, re.MULTILINE
        )
        for name in re.findall(r"`(\w+)`", names)
        if name != "__all__"
    ]


NEEDS_ADMIN = pytest.mark.needs("django.contrib.admin")


def listed_rows() -> list[Any]:
    """Return the rows of that table with a list of names, not a link to another table."""
    names: dict[str, set[str]] = {}
    for module, name in public_names():
        names.setdefault(module, set()).add(name)
    linked = {
        line.split("`")[1]
        for line in page("reference.md").splitlines()
        if line.startswith("| `django_tweets") and ("](" in line or "__all__" in line)
    }
    return [
        pytest.param(
            (module, names[module]), marks=[NEEDS_ADMIN] if module == "django_tweets.admin" else []
        )
        for module in sorted(names.keys() - linked)
    ]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param(*pair, marks=[NEEDS_ADMIN] if pair[0] == "django_tweets.admin" else [])
        for pair in public_names()
    ],
)
def test_public_name_exists(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)


@pytest.mark.parametrize("row", listed_rows())
def test_reference_lists_the_public_names(row: tuple[str, set[str]]) -> None:
    """A public module has a list of its public names; everything else in it is private."""
    module, names = row
    assert {*import_module(module).__all__} - {"get_backend"} == names


@pytest.mark.parametrize("name", ["apps", "notifications", "services"])
def test_documented_notification_kind_is_quoted_from_the_test_host(name: str) -> None:
    block = re.search(
        rf"```python\n# badges/{name}\.py\n(.*?)```", page("customising.md"), re.DOTALL
    )
    source = (Path(badges.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    source = source.replace("tests.hosts.badges", "badges").replace(NOQA, "")
    assert block
    assert block[1] == source

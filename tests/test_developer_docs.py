"""The pages for developers name files that exist, names that are defined, and tox environments."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from tests.layers import LAYERS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "django_tweets"
PAGES = ["CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/security.md"]

# A path in backticks: a folder, or a file with an ending that ours have, perhaps with a name
# that it defines: `services/tweets.py::publish`. A file that a reader will make is marked (new).
PATH = re.compile(
    r"`(?P<path>[\w./-]+(?:/|\.(?:py|html|js|css|md|ini|toml|json|txt)))"
    r"(?:::(?P<name>[\w.]+))?`(?P<new> \(new\))?"
)
FOLDERS = [
    ROOT,
    PACKAGE,
    PACKAGE / "templates" / "django_tweets",
    PACKAGE / "static" / "django_tweets",
]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def find(path: str) -> Path | None:
    """Find a file or folder by its path from the repository, the package, or its templates."""
    return next((folder / path for folder in FOLDERS if (folder / path).exists()), None)


NAMED = [
    (page, match["path"], match["name"], bool(match["new"]))
    for page in PAGES
    for match in PATH.finditer(text_of(page))
]


@pytest.mark.parametrize(("page", "path", "name", "is_new"), sorted(set(NAMED), key=str))
def test_named_file_exists_and_defines_the_name(
    page: str, path: str, name: str | None, is_new: bool
) -> None:
    found = find(path)
    assert (found is None) == is_new, f"{page} names {path}"
    if name and found:
        last = re.escape(name.rpartition(".")[2])
        source = found.read_text(encoding="utf-8")
        assert re.search(rf"^\s*((def|class) {last}\b|{last}\b.* = )", source, re.MULTILINE), name


@pytest.mark.parametrize("page", PAGES)
def test_page_names_at_least_one_file(page: str) -> None:
    assert PATH.search(text_of(page))


def test_each_threat_names_a_test() -> None:
    table = text_of("docs/security.md").split("\n## Threat model\n")[1].split("\n### ")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("|")][2:]
    assert rows
    for who, aim, stopped_by, shown_by in rows:
        assert all(map(str.strip, (who, aim, stopped_by))), who
        assert re.search(r"`tests/[\w/]+\.py`", shown_by), who


def test_contributing_names_environments_of_tox() -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "tox.ini", encoding="utf-8")
    sections = " ".join(config.sections())
    names = set(re.findall(r"tox (?:run|devenv) -e ([\w-]+)", text_of("CONTRIBUTING.md")))
    assert names
    for name in names:
        assert all(factor in sections for factor in name.split("-")), name


def test_architecture_names_every_part_of_the_package() -> None:
    table = text_of("docs/architecture.md").split("## Layers")[1].split("\n## ")[0]
    named = {
        name.strip("/").removesuffix(".py") for name in re.findall(r"`([a-z_]+(?:\.py|/))`", table)
    }
    assert {part for parts in LAYERS.values() for part in parts} - {"__init__"} <= named

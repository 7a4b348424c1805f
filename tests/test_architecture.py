"""The house: floors import downwards only, files stay short, and tweets have one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import django_tweets

PACKAGE = Path(django_tweets.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)

# Each floor may import its own and those before it.
FLOORS = [
    {"conf", "swapping", "text", "snowflake", "images", "signals"},
    {"models"},
    {"timelines", "services"},
    {
        "admin",
        "checks",
        "converters",
        "forms",
        "management",
        "receivers",
        "templatetags",
        "urls",
        "views",
    },
    {"apps"},
]
SAME_FLOOR = {("timelines", "services"), ("services", "timelines")}  # neither needs the other


def floor_of(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """The parts of the package that path imports while it is loaded.

    What is imported for types alone, or inside a function, isn't there when it is loaded.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    depth = len(path.relative_to(PACKAGE).parts)
    parts = set()
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or node.level < depth:
            continue
        names = [node.module] if node.module else [alias.name for alias in node.names]
        parts |= {name.split(".")[0] for name in names}
    return parts


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    for other in imported_parts(path) - {part}:
        assert floor_of(other) <= floor_of(part), f"{part} imports {other}"
        assert (part, other) not in SAME_FLOOR, f"{part} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_grammar_knows_no_model() -> None:
    for path in (PACKAGE / "text").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = ("django.utils.html", "django.utils.safestring")
        assert [m for m in modules if m.startswith("django") and m not in allowed] == []


@pytest.mark.parametrize("part", ["views", "templatetags", "timelines"])
def test_readers_find_tweets_through_the_door_alone(part: str) -> None:
    """A queryset of tweets that nothing narrows to its reader shows what is private."""
    for path in (PACKAGE / part).glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "Tweet.objects" not in source, path.name
        for chunk in source.split("get_tweet_model().objects")[1:]:
            function = chunk.split("\ndef ")[0]
            assert "visible_to(" in function or "_page(" in source, path.name
        assert "_base_manager" not in source, path.name
        assert "_default_manager" not in source, path.name

"""python -m benchmarks.search [--databases sqlite] [--write docs]: see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.search.settings"
django.setup()

from django.db import connections  # noqa: E402 - after django.setup()

from . import data  # noqa: E402
from .measure import PROFILE, PUBLISH, PUBLISH_WITHOUT_SEARCH, measure  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .measure import Result

NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "mariadb": "MariaDB"}
MAX_SEARCH_RATIO, MAX_PUBLISH_RATIO = 3, 1.3
TARGETS = (data.COMMON, data.RARE)


def main() -> None:
    """Create missing data, measure, and print the tables or write them into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--databases", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument(
        "--write", metavar="DOCS", help="folder of the documentation to write the tables to"
    )
    options = parser.parse_args()
    for alias in options.databases:
        if not data.exists(alias):
            data.create(alias)
    results = {alias: measure(alias, options.rounds) for alias in options.databases}
    lines = [describe_versions(options.databases, options.rounds), "", *target_table(results)]
    for alias, result in results.items():
        lines += result_table(NAMES[alias], result)
    text = "\n".join(lines)
    print(text)
    if options.write:
        Path(options.write, "_benchmarks", "search.md").write_text(text, encoding="utf-8")


def describe_versions(aliases: list[str], rounds: int) -> str:
    """Return the versions of the software, the number of tweets and of rounds."""
    parts = [f"Python {platform.python_version()}", f"Django {django.__version__}"]
    for alias in aliases:
        connection: Any = connections[alias]
        connection.ensure_connection()
        version = (sqlite3.sqlite_version_info,) if alias == "sqlite" else None
        numbers = version[0] if version else connection.get_database_version()
        parts.append(f"{NAMES[alias]} {'.'.join(map(str, numbers))}")
    return f"{', '.join(parts)}; {data.TWEETS:,} tweets, {rounds} rounds."


def target_table(results: dict[str, dict[str, Result]]) -> Iterator[str]:
    """Yield the table of targets and results."""
    yield "**The targets**\n"
    yield "| | at most | " + " | ".join(NAMES[alias] for alias in results) + " |"
    yield "| --- | ---: | " + " | ".join("---:" for _ in results) + " |"
    for word in TARGETS:
        (name,) = (name for name in next(iter(results.values())) if name.startswith(f"{word}:"))
        times = (each[name].median / each[PROFILE].median for each in results.values())
        found = " | ".join(f"{figure:.2f} ×" for figure in times)
        yield f"| {name}, over {PROFILE} | {MAX_SEARCH_RATIO} × | {found} |"
    times = (
        each[PUBLISH].median / each[PUBLISH_WITHOUT_SEARCH].median for each in results.values()
    )
    written = " | ".join(f"{figure:.2f} ×" for figure in times)
    yield f"| publishing, over the same without search | {MAX_PUBLISH_RATIO} × | {written} |"
    yield ""


def result_table(name: str, results: dict[str, Result]) -> Iterator[str]:
    """Yield the table of a database."""
    yield f"**{name}**, ms (median and p95), statements, and tweets or people found\n"
    yield "| | ms | p95 | × | statements | found |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for work, result in results.items():
        base = results[
            PUBLISH_WITHOUT_SEARCH if work in {PUBLISH, PUBLISH_WITHOUT_SEARCH} else PROFILE
        ]
        times = f"{result.median / base.median:.2f}"
        numbers = f"{result.median:,.1f} | {result.p95:,.1f} | {times} | {result.statements}"
        yield f"| {work} | {numbers} | {result.rows or ''} |"
    yield ""


if __name__ == "__main__":
    main()

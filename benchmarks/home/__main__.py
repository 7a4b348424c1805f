"""python -m benchmarks.home [--sizes 20k 200k 2m] [--write docs]: see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.home.settings"
django.setup()

from django.db import connections  # noqa: E402 - the apps come first

from . import contenders, data, plot, report, writes  # noqa: E402
from .measure import measure  # noqa: E402
from .sizes import SIZES  # noqa: E402


def main() -> None:
    """Create missing data, measure, and print the tables or write them into docs."""
    options = make_parser().parse_args()
    aliases = [f"{vendor}-{size}" for size in options.sizes for vendor in options.databases]
    for alias in aliases:
        if not data.exists(alias):
            data.create(alias)
    cells = [cell for alias in aliases for cell in contenders.make_cells(alias, options.contenders)]
    results = report.Results(measure(cells, options.rounds))
    lines = [describe_versions(aliases, options.rounds), "", *report.target_table(results)]
    lines += [*report.home_tables(results), *report.cost_table(results)]
    written = {alias: writes.measure(alias) for alias in aliases}
    lines += report.writing_table(written)
    text = "\n".join(lines)
    print(text)
    if options.write:
        Path(options.write, "_benchmarks").mkdir(exist_ok=True)
        Path(options.write, "_benchmarks", "home.md").write_text(text, encoding="utf-8")
        picture = Path(options.write, "images", "benchmarks.svg")
        picture.write_text(plot.svg(results), encoding="utf-8")


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.home", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument(
        "--databases",
        nargs="+",
        choices=["postgresql", "sqlite"],
        default=["postgresql", "sqlite"],
    )
    parser.add_argument(
        "--contenders",
        nargs="+",
        choices=contenders.CONTENDERS,
        default=contenders.CONTENDERS,
    )
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--write", metavar="DOCS", help="the folder to put tables and plot in")
    return parser


def describe_versions(aliases: list[str], rounds: int) -> str:
    """Return the versions of Python, Django and the databases."""
    parts = [f"Python {platform.python_version()}", f"Django {django.__version__}"]
    for alias in aliases:
        if connections[alias].vendor == "postgresql":
            number: int = connections[alias].pg_version  # type: ignore[attr-defined]  # on PostgreSQL
            parts.append(f"PostgreSQL {number // 10_000}.{number % 10_000}")
            break
    if any(connections[alias].vendor == "sqlite" for alias in aliases):
        parts.append(f"SQLite {sqlite3.sqlite_version}")
    return f"{', '.join(parts)}; {rounds} rounds."


if __name__ == "__main__":
    main()

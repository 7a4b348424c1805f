"""Markdown tables of the results and of the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .contenders import CONTENDERS, PAGES
from .measure import TOO_SLOW
from .people import QUIET, READERS
from .sizes import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .contenders import Cell
    from .measure import Result
    from .writes import WriteResult

NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "stream": "activity-stream"}
FIRST, DEEP = PAGES

Key = tuple[str, str, str, str]  # alias, contender, reader, page


class Results:
    """All results, by alias, contender, reader and page."""

    def __init__(self, results: dict[Cell, Result]) -> None:
        self.by_key = {tuple(cell[:4]): result for cell, result in results.items()}
        used = {alias for alias, *_ in self.by_key}
        self.vendors = [name for name in ("postgresql", "sqlite") if any(name in a for a in used)]
        self.sizes = [size for size in SIZES if any(a.endswith(f"-{size}") for a in used)]
        self.contenders = [each for each in CONTENDERS if any(each in key for key in self.by_key)]

    def median(self, *key: str) -> float | None:
        """Median in milliseconds, if it was measured and is not too slow."""
        result = self.by_key.get(key)
        return result.median if result else None

    def work(self, *key: str) -> float | None:
        """CPU time of client and server in milliseconds."""
        result = self.by_key.get(key)
        return result.client + result.server if result and result.median else None

    def over_floor(self, alias: str, reader: str, page: str, *, cpu: bool = False) -> float | None:
        """Return the time of our page as a multiple of the floor."""
        measure = self.work if cpu else self.median
        ours = measure(alias, "ours", reader, page)
        floor = measure(alias, "floor", reader, page)
        return ours / floor if ours and floor else None


def home_tables(results: Results) -> Iterator[str]:
    """Yield a table for each database: milliseconds by size, reader, contender and page."""
    for vendor in results.vendors:
        others = [each for each in results.contenders if each not in ("floor", "ours")]
        yield f"**{NAMES[vendor]}**, ms (median of whole requests; × is ours over the floor)\n"
        titles = ["tweets", "follows", "floor", "ours", "×", "ours, page 1,000", "×"]
        for each in others:
            titles += [NAMES.get(each, each), "page 1,000"]
        rows = []
        for size in results.sizes:
            alias = f"{vendor}-{size}"
            for reader in READERS:
                row = [size, reader.name, _ms(results.median(alias, "floor", reader.name, FIRST))]
                for page in PAGES:
                    row.append(_ms(results.median(alias, "ours", reader.name, page)))
                    row.append(_times(results.over_floor(alias, reader.name, page)))
                for each in others:
                    row += [
                        _ms(results.median(alias, each, reader.name, page), is_measured=True)
                        for page in PAGES
                    ]
                rows.append(row)
        yield from table(titles, rows, numbers=2)


def cost_table(results: Results) -> Iterator[str]:
    """Yield times, CPU times, statements and bytes of page 1 on the largest site."""
    size = results.sizes[-1]
    yield f"**Where it goes**, page 1 at {size} tweets\n"
    titles = ["database", "follows", "", "ms", "p95", "CPU client", "CPU server"]
    rows = []
    for vendor in results.vendors:
        for reader in READERS:
            for each in results.contenders:
                result = results.by_key[f"{vendor}-{size}", each, reader.name, FIRST]
                if result.median is not None:
                    numbers = [result.median, result.p95, result.client, result.server]
                    row = [NAMES[vendor], reader.name, NAMES.get(each, each), *map(_ms, numbers)]
                    rows.append([*row, str(result.statements), f"{result.bytes:,}"])
    yield from table([*titles, "statements", "bytes"], rows, numbers=3)


def target_table(results: Results) -> Iterator[str]:
    """Yield the worst result for each target, and whether it meets the target."""
    yield "**The targets**, and the worst figure for each\n"
    rows = []
    for name, limit, found in [
        ("ours over the floor, page 1", 2, _over_floor(results, FIRST)),
        ("ours over the floor, page 1,000", 2, _over_floor(results, DEEP)),
        ("the same in CPU time, page 1", 2, _over_floor(results, FIRST, cpu=True)),
        ("the same in CPU time, page 1,000", 2, _over_floor(results, DEEP, cpu=True)),
        ("from 10 to 5,000 follows", 1.25, _growth(results, _by_follows)),
        ("from the smallest to the largest site", 1.25, _growth(results, _by_size)),
        ("the quiet reader over the one with 10", 1.5, _growth(results, _by_activity)),
    ]:
        if found:
            worst, where = max(found)
            met = "yes" if worst <= limit else "**no**"
            rows.append([name, f"{limit} ×", f"{worst:.2f} ×", where, met])
    yield from table(["", "at most", "worst", "where", "met"], rows, numbers=1)


def _over_floor(results: Results, page: str, *, cpu: bool = False) -> list[tuple[float, str]]:
    return [
        (times, f"{NAMES[vendor]}, {size}, {reader.name}")
        for vendor in results.vendors
        for size in results.sizes
        for reader in READERS
        if (times := results.over_floor(f"{vendor}-{size}", reader.name, page, cpu=cpu))
    ]


Pair = tuple[str, Key, Key]


def _growth(
    results: Results, pairs: Callable[[Results, str, str], Iterable[Pair]]
) -> list[tuple[float, str]]:
    found = []
    for vendor in results.vendors:
        for page in PAGES:
            for where, one, other in pairs(results, vendor, page):
                first, second = results.median(*one), results.median(*other)
                if first and second:
                    found.append((second / first, f"{NAMES[vendor]}, {where}, {page}"))
    return found


def _by_follows(results: Results, vendor: str, page: str) -> Iterator[Pair]:
    for size in results.sizes:
        ours = (f"{vendor}-{size}", "ours")
        yield size, (*ours, READERS[0].name, page), (*ours, READERS[3].name, page)


def _by_size(results: Results, vendor: str, page: str) -> Iterator[Pair]:
    ends = [f"{vendor}-{size}" for size in (results.sizes[0], results.sizes[-1])]
    for reader in READERS:
        yield reader.name, *((end, "ours", reader.name, page) for end in ends)  # type: ignore[misc]  # they are two


def _by_activity(results: Results, vendor: str, page: str) -> Iterator[Pair]:
    for size in results.sizes:
        ours = (f"{vendor}-{size}", "ours")
        yield size, (*ours, READERS[0].name, page), (*ours, QUIET.name, page)


def writing_table(results: dict[str, dict[str, WriteResult]]) -> Iterator[str]:
    """Yield the times of the write operations, by database."""
    yield "**Writing**, ms (median and p95) and statements, without BEGIN and COMMIT\n"
    rows = []
    for alias, operations in results.items():
        vendor, _, size = alias.partition("-")
        for name, written in operations.items():
            times = [_ms(written.median), _ms(written.p95)]
            rows.append([NAMES[vendor], size, name, *times, str(written.statements)])
    yield from table(["database", "tweets", "", "ms", "p95", "statements"], rows, numbers=3)


def table(titles: list[str], rows: Iterable[list[str]], *, numbers: int) -> Iterator[str]:
    """Yield a table in Markdown. numbers: the first column that is right-aligned."""
    yield f"| {' | '.join(titles)} |"
    marks = ["---" if place < numbers else "---:" for place in range(len(titles))]
    yield f"| {' | '.join(marks)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _ms(value: float | None, *, is_measured: bool = False) -> str:
    if value is None:
        return f"> {TOO_SLOW * 1000:,}" if is_measured else ""
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def _times(value: float | None) -> str:
    return f"{value:.2f}" if value else ""

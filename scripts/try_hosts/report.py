"""The result of one site, and the table of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    "site",
    "Django",
    "minutes",
    "lines",
    "checks before",
    "checks after",
    "tests before",
    "tests after",
    "visitor pages",
    "member pages",
    "console errors",
    "faults",
)


@dataclass
class Report:
    """How a site takes our app."""

    site: str
    django: str = ""
    seconds: float = 0
    """From the installation of the wheel to the last step of a host developer."""
    lines: int = 0
    """Lines that were added or removed, in all files of the site."""
    checks_before: int = 0
    checks_after: int = 0
    tests_before: str = "-"
    tests_after: str = "-"
    visitor_pages: str = "-"
    """Pages with status 200, of those that were opened."""
    member_pages: str = "-"
    console_errors: int = 0
    """Those that the site's own page does not have."""
    faults: list[str] = field(default_factory=list)
    """What is not clean, one sentence each."""

    def row(self) -> list[str]:
        return [
            self.site,
            self.django,
            f"{self.seconds / 60:.1f}",
            str(self.lines),
            str(self.checks_before),
            str(self.checks_after),
            self.tests_before,
            self.tests_after,
            self.visitor_pages,
            self.member_pages,
            str(self.console_errors),
            str(len(self.faults)),
        ]


def make_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = [columns, ["-" * width for width in widths], *rows]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)

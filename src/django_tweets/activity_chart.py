"""Activity chart: a year of days as dots in an SVG drawing, and as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language_bidi

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKS = 53
LEVELS = 4
"""Number of dot sizes, without the one for a day without activity."""

STEP = 11
GUTTER, HEADER = 38, 16
"""Space for the names of days and of months. STEP, GUTTER and HEADER are in SVG units."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """A day and its count. The count of a day in the future is None."""

    date: date
    count: int | None


class Label(NamedTuple):
    """A text in the drawing. x and y are text, because a template would format numbers."""

    x: str
    y: str
    text: str


class Dots(NamedTuple):
    """The dots of one level, as an SVG path: lines without length, with round ends."""

    level: str
    sample: str
    """Path of the one dot in the legend."""
    path: str


@dataclass(frozen=True)
class ActivityChart:
    """The weeks until today. The active language decides the first day of a week.

    counts: the days with activity. The drawing has the direction of the active language.
    """

    counts: Mapping[date, int]
    today: date

    @cached_property
    def weeks(self) -> list[list[Day]]:
        """The weeks, oldest first, each with its seven days."""
        first_weekday = int(get_format("FIRST_DAY_OF_WEEK"))  # Sunday is 0
        passed = (self.today.isoweekday() - first_weekday) % 7
        first = self.today - timedelta(days=passed) - (WEEKS - 1) * WEEK
        days = [self._make_day(first + timedelta(days=n)) for n in range(7 * WEEKS)]
        return [days[n : n + 7] for n in range(0, len(days), 7)]

    @cached_property
    def days(self) -> list[Day]:
        """All days until today."""
        return [day for week in self.weeks for day in week if day.count is not None]

    @cached_property
    def total(self) -> int:
        """Sum of the counts of all days."""
        return sum(day.count or 0 for day in self.days)

    @cached_property
    def active(self) -> int:
        """Number of days with activity."""
        return sum(bool(day.count) for day in self.days)

    @cached_property
    def best(self) -> Day | None:
        """The latest of the days with the highest count, if any day has activity."""
        best = max(self.days, key=lambda day: (day.count, day.date))
        return best if best.count else None

    @property
    def weekdays(self) -> list[str]:
        """Short names of the days of a week, in order."""
        return [str(WEEKDAYS_ABBR[day.date.weekday()]) for day in self.weeks[0]]

    @property
    def size(self) -> str:
        """The viewBox of the drawing."""
        return f"0 0 {self._width} {HEADER + 7 * STEP}"

    @property
    def direction(self) -> str:
        """Text direction of the active language, for SVG and HTML."""
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def dots(self) -> list[Dots]:
        """The dots of each level, starting with the days without activity."""
        found = self._levels()
        dots: list[list[str]] = [[] for _ in range(LEVELS + 1)]
        for n, week in enumerate(self.weeks):
            x = self._mirror_x(GUTTER + STEP * n + STEP // 2)
            for d, day in enumerate(week):
                if day.count is not None:
                    y = HEADER + STEP * d + STEP // 2
                    dots[found.get(day.count, 0)].append(f"M{x} {y}h0")
        return [
            Dots(str(level), f"M{STEP * level + STEP // 2} {STEP // 2}h0", "".join(each))
            for level, each in enumerate(dots)
        ]

    @property
    def labels(self) -> list[Label]:
        """Names of months, above the first week of each, and of every second weekday."""
        labels = []
        for n, week in enumerate(self.weeks[:-2]):
            # Not for a month that ends with its first week: the next name would overlap.
            if week[0].date.day <= 7 or (n == 0 and week[0].date.day <= 14):
                name = date_format(week[0].date, "M")
                labels.append(Label(str(self._mirror_x(GUTTER + STEP * n)), str(HEADER - 5), name))
        for d, name in list(enumerate(self.weekdays))[1::2]:
            labels.append(Label(str(self._mirror_x(0)), str(HEADER + STEP * d + 8), name))
        return labels

    def _make_day(self, day: date) -> Day:
        return Day(day, None if day > self.today else self.counts.get(day, 0))

    @property
    def _width(self) -> int:
        return GUTTER + WEEKS * STEP

    def _mirror_x(self, x: int) -> int:
        """Return x, mirrored in a language that is written from right to left."""
        return self._width - x if get_language_bidi() else x

    def _levels(self) -> dict[int, int]:
        """Return the level of each count: the quartile of the counts of days with activity.

        So one day with a count of 100 does not make all other days look the same.
        """
        counts = sorted(day.count for day in self.days if day.count)
        edges = [counts[len(counts) * n // LEVELS] for n in range(1, LEVELS)] if counts else []
        return {count: 1 + sum(count > edge for edge in edges) for count in counts}

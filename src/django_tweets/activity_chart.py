"""A year of days as dots: what a template needs to draw them, and to write them into a table."""

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
"""How many sizes of dots there are, beside that of a day with nothing."""

STEP = 11
GUTTER, HEADER = 38, 16
"""Room for the names of days and of months. All of it in the units of the drawing."""

WEEK = timedelta(days=7)


class Day(NamedTuple):
    """A day, and how much there was: None if it is yet to come."""

    date: date
    much: int | None


class Label(NamedTuple):
    """A word in the drawing. Its place is text: a template would write numbers as people do."""

    x: str
    y: str
    word: str


class Dots(NamedTuple):
    """The dots of one level, as paths: lines of no length, with round ends."""

    level: str
    sample: str
    """One, in the place of that level in a row of all of them."""
    path: str


@dataclass(frozen=True)
class ActivityChart:
    """Weeks of days until today, from the day on which a week begins where the reader is.

    counts has the days on which there was something. The drawing runs in the direction of the
    reader's language.
    """

    counts: Mapping[date, int]
    today: date

    @cached_property
    def weeks(self) -> list[list[Day]]:
        """The oldest first; the days of one, in their order."""
        first_weekday = int(get_format("FIRST_DAY_OF_WEEK"))  # Sunday is 0
        passed = (self.today.isoweekday() - first_weekday) % 7
        first = self.today - timedelta(days=passed) - (WEEKS - 1) * WEEK
        days = [self._day(first + timedelta(days=n)) for n in range(7 * WEEKS)]
        return [days[n : n + 7] for n in range(0, len(days), 7)]

    @cached_property
    def days(self) -> list[Day]:
        """Those that have been, today included."""
        return [day for week in self.weeks for day in week if day.much is not None]

    @cached_property
    def total(self) -> int:
        return sum(day.much or 0 for day in self.days)

    @cached_property
    def active(self) -> int:
        """On how many days there was something."""
        return sum(bool(day.much) for day in self.days)

    @cached_property
    def best(self) -> Day | None:
        """The latest of the days with the most, if there was anything."""
        best = max(self.days, key=lambda day: (day.much, day.date))
        return best if best.much else None

    @property
    def weekdays(self) -> list[str]:
        """Names of the days of a week, in their order."""
        return [str(WEEKDAYS_ABBR[day.date.weekday()]) for day in self.weeks[0]]

    @property
    def size(self) -> str:
        """The viewBox of the drawing."""
        return f"0 0 {self._width} {HEADER + 7 * STEP}"

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def dots(self) -> list[Dots]:
        """Of each level, from that of nothing on."""
        found = self._levels()
        dots: list[list[str]] = [[] for _ in range(LEVELS + 1)]
        for n, week in enumerate(self.weeks):
            x = self._x(GUTTER + STEP * n + STEP // 2)
            for d, day in enumerate(week):
                if day.much is not None:
                    y = HEADER + STEP * d + STEP // 2
                    dots[found.get(day.much, 0)].append(f"M{x} {y}h0")
        return [
            Dots(str(level), f"M{STEP * level + STEP // 2} {STEP // 2}h0", "".join(each))
            for level, each in enumerate(dots)
        ]

    @property
    def labels(self) -> list[Label]:
        """Names of the months, above the first week of each; and of every other day."""
        labels = []
        for n, week in enumerate(self.weeks[:-2]):
            # Not of a month that ends with its first week: the next name would lie over it.
            if week[0].date.day <= 7 or (n == 0 and week[0].date.day <= 14):
                name = date_format(week[0].date, "M")
                labels.append(Label(str(self._x(GUTTER + STEP * n)), str(HEADER - 5), name))
        for d, name in list(enumerate(self.weekdays))[1::2]:
            labels.append(Label(str(self._x(0)), str(HEADER + STEP * d + 8), name))
        return labels

    def _day(self, day: date) -> Day:
        return Day(day, None if day > self.today else self.counts.get(day, 0))

    @property
    def _width(self) -> int:
        return GUTTER + WEEKS * STEP

    def _x(self, x: int) -> int:
        return self._width - x if get_language_bidi() else x

    def _levels(self) -> dict[int, int]:
        """The level of each count, by the quarter of the days with something that it is in.

        So one day with a hundred doesn't make all others look alike.
        """
        counts = sorted(day.much for day in self.days if day.much)
        edges = [counts[len(counts) * n // LEVELS] for n in range(1, LEVELS)] if counts else []
        return {count: 1 + sum(count > edge for edge in edges) for count in counts}

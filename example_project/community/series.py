"""The tweets that come round every week, from lists of remarks and from the calendar."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from .phrases.rounds import BOSUN, SATURDAYS, SOUPS, TIDES
from .script import FIRST_DAY, weekday_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

THU, SAT = 3, 5

FLOOD = 104
EVENTS = (FLOOD, 69, 34, 20)
"""The days, counted as scripts count them, that have a programme of their own."""

LUNAR_TIDE = timedelta(hours=12, minutes=25, seconds=14)
SPRINGS_TO_SPRINGS = 14.765
"""In days."""


class Post(NamedTuple):
    """A tweet of a series: its day as scripts count days, its minute of the day, and its words."""

    day: int
    minute: int
    author: str
    text: str


class Tide(NamedTuple):
    high: str
    high_metres: float
    low: str
    low_metres: float


def tide(day: int) -> Tide:
    """The first high water of a day after four in the morning, and the low water that follows.

    The flood is the anchor: it came at the top of springs, at 22:24.
    """
    # Any date will do for the flood, as only the distance from it counts.
    flood = datetime(2001, 1, 1, 22, 24, tzinfo=UTC)
    morning = datetime.combine(
        flood.date() + timedelta(days=FLOOD - day), time(4, tzinfo=UTC), tzinfo=UTC
    )
    high = flood + math.ceil((morning - flood) / LUNAR_TIDE) * LUNAR_TIDE
    low = high + LUNAR_TIDE / 2
    spring = math.cos(2 * math.pi * (FLOOD - day) / SPRINGS_TO_SPRINGS)
    return Tide(f"{high:%H:%M}", 4.0 + 0.7 * spring, f"{low:%H:%M}", 1.1 - 0.6 * spring)


def posts(count: int, rng: Random) -> Iterator[Post]:
    """Exactly so many; the cat makes up the number."""
    fixed = [*_tides(rng), *_soups(), *_saturdays()]
    cats = count - len(fixed)
    if not 0 <= cats <= len(BOSUN):
        raise ValueError(f"the cat can't sleep in {cats} places, only in 0 to {len(BOSUN)}")
    yield from fixed
    yield from _bosun(cats, rng)


def _tides(rng: Random) -> Iterator[Post]:
    days = _spread(len(TIDES), [day for day in range(FIRST_DAY) if _is_quiet(day)])
    for day, remark in zip(days, TIDES, strict=True):
        water = tide(day)
        text = (
            f"High {water.high}, {water.high_metres:.1f} m. "
            f"Low {water.low}, {water.low_metres:.1f} m. {remark} #tides"
        )
        yield Post(day, 6 * 60 + rng.randrange(90), "nils", text)


def _soups() -> Iterator[Post]:
    thursdays = [day for day in range(FIRST_DAY) if weekday_of(day) == THU]
    # On every fourth of them Priya says it herself.
    days = _spread(len(SOUPS), [day for day in thursdays if day % 28 != 8])
    for day, soup in zip(days, SOUPS, strict=True):
        yield Post(day, 11 * 60 + 5, "ferryyard", f"Thursday soup: {soup}. 18:30, own bowl. #soup")


def _saturdays() -> Iterator[Post]:
    days = [day for day in range(FIRST_DAY) if weekday_of(day) == SAT and day not in EVENTS]
    chosen = _spread(len(SATURDAYS), days)
    for day, text in zip(chosen, SATURDAYS, strict=True):
        yield Post(day, 8 * 60 + 40, "ferryyard", text.format(high=tide(day).high))


def _bosun(count: int, rng: Random) -> Iterator[Post]:
    # Not in the days when the cat was lost, and not in the flood.
    days = [day for day in range(FIRST_DAY - 8) if _is_quiet(day) and not 114 < day < 122]
    for day, place in zip(_spread(count, days), BOSUN[-count:] if count else (), strict=True):
        minute = rng.randrange(10 * 60, 18 * 60)
        text = f"Bosun at {minute // 60}:{minute % 60:02}: {place} #Bosun"
        yield Post(day, minute, "ferryyard", text)


def _is_quiet(day: int) -> bool:
    return all(abs(day - event) > 3 for event in EVENTS)


def _spread(count: int, days: list[int]) -> list[int]:
    """So many of the days, evenly, the oldest first."""
    step = len(days) / count if count else 0
    return [days[int(step * n)] for n in range(count)][::-1]

"""Weekly tweets: tide tables, soups, open Saturdays and the cat. Texts: ``data/weekly.toml``."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from .conversations import FIRST_DAY, weekday_of
from .data_files import DATA, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

THURSDAY, SATURDAY = 3, 5

FLOOD = 104
EVENTS = (FLOOD, 69, 34, 20)
"""Days (days ago, as in conversations) of great events: the weekly tweets avoid them."""

LUNAR_TIDE = timedelta(hours=12, minutes=25, seconds=14)
"""From one high water to the next."""
SPRING_TIDE_PERIOD = 14.765
"""From one spring tide to the next, in days."""

_data = read_toml(DATA / "weekly.toml")
TIDE_REMARKS: list[str] = _data["tide_remarks"]
SOUPS: list[str] = _data["soups"]
OPEN_SATURDAYS: list[str] = _data["open_saturdays"]
CAT_SIGHTINGS: list[str] = _data["cat_sightings"]


class WeeklyTweet(NamedTuple):
    day: int
    """Days ago, as in conversations."""
    minute: int
    """Minutes since midnight."""
    author: str
    text: str


class Tide(NamedTuple):
    """Times of high and low water as ``HH:MM``, and their heights in metres."""

    high: str
    high_metres: float
    low: str
    low_metres: float


def tide(day: int) -> Tide:
    """Compute the first high water after 04:00 on that day, and the low water after it.

    The calculation starts at the flood, which came with a spring tide at 22:24.
    """
    # The date of the flood is arbitrary: only the distance from it matters.
    flood = datetime(2001, 1, 1, 22, 24, tzinfo=UTC)
    morning = datetime.combine(
        flood.date() + timedelta(days=FLOOD - day), time(4, tzinfo=UTC), tzinfo=UTC
    )
    high = flood + math.ceil((morning - flood) / LUNAR_TIDE) * LUNAR_TIDE
    low = high + LUNAR_TIDE / 2
    spring = math.cos(2 * math.pi * (FLOOD - day) / SPRING_TIDE_PERIOD)
    return Tide(f"{high:%H:%M}", 4.0 + 0.7 * spring, f"{low:%H:%M}", 1.1 - 0.6 * spring)


def weekly_tweets(count: int, rng: Random) -> Iterator[WeeklyTweet]:
    """Yield exactly ``count`` tweets: cat sightings fill up what the other kinds leave."""
    fixed = [*_tide_tweets(rng), *_soup_tweets(), *_saturday_tweets()]
    cats = count - len(fixed)
    if not 0 <= cats <= len(CAT_SIGHTINGS):
        raise ValueError(f"{cats} cat sightings needed, there are 0 to {len(CAT_SIGHTINGS)}")
    yield from fixed
    yield from _cat_tweets(cats, rng)


def _tide_tweets(rng: Random) -> Iterator[WeeklyTweet]:
    days = _spread(len(TIDE_REMARKS), [day for day in range(FIRST_DAY) if _is_quiet(day)])
    for day, remark in zip(days, TIDE_REMARKS, strict=True):
        water = tide(day)
        text = (
            f"High {water.high}, {water.high_metres:.1f} m. "
            f"Low {water.low}, {water.low_metres:.1f} m. {remark} #tides"
        )
        yield WeeklyTweet(day, 6 * 60 + rng.randrange(90), "nils", text)


def _soup_tweets() -> Iterator[WeeklyTweet]:
    thursdays = [day for day in range(FIRST_DAY) if weekday_of(day) == THURSDAY]
    # The conversations have a soup tweet by priya on every fourth Thursday.
    days = _spread(len(SOUPS), [day for day in thursdays if day % 28 != 8])
    for day, soup in zip(days, SOUPS, strict=True):
        text = f"Thursday soup: {soup}. 18:30, own bowl. #soup"
        yield WeeklyTweet(day, 11 * 60 + 5, "ferryyard", text)


def _saturday_tweets() -> Iterator[WeeklyTweet]:
    saturdays = [day for day in range(FIRST_DAY) if weekday_of(day) == SATURDAY]
    days = _spread(len(OPEN_SATURDAYS), [day for day in saturdays if day not in EVENTS])
    for day, text in zip(days, OPEN_SATURDAYS, strict=True):
        yield WeeklyTweet(day, 8 * 60 + 40, "ferryyard", text.format(high=tide(day).high))


def _cat_tweets(count: int, rng: Random) -> Iterator[WeeklyTweet]:
    # In the conversations the cat is lost from day 122 to day 114.
    days = [day for day in range(FIRST_DAY - 8) if _is_quiet(day) and not 114 < day < 122]
    places = CAT_SIGHTINGS[-count:] if count else []
    for day, place in zip(_spread(count, days), places, strict=True):
        minute = rng.randrange(10 * 60, 18 * 60)
        text = f"Bosun at {minute // 60}:{minute % 60:02}: {place} #Bosun"
        yield WeeklyTweet(day, minute, "ferryyard", text)


def _is_quiet(day: int) -> bool:
    return all(abs(day - event) > 3 for event in EVENTS)


def _spread(count: int, days: list[int]) -> list[int]:
    """Choose ``count`` of the days at even distances, the oldest first."""
    step = len(days) / count if count else 0
    return [days[int(step * n)] for n in range(count)][::-1]

"""Read the conversations in ``data/conversations/*.toml``.

A file has any number of conversations. The first tweet starts one and the others are replies::

    [[conversations]]
    days_ago = 104       # or about_days_ago = 62, or between_days_ago = [148, 92], or none: any day
    weekday = "sat"      # optional
    time = "20:50"       # optional: about this time; exactly, if the key days_ago is used
    tweets = [
      { author = "nils", text = "4.7 and an hour to go." },
      { author = "ada", text = "@nils a reply" },
    ]

A reply answers the latest tweet of the member it mentions first, or else the first tweet.
A tweet can have ``visibility`` (unlisted, followers or mentioned) and ``content_warning``. Replies
have the visibility of the first tweet, unless they set their own.

Days count back from a day zero that is always a Friday, so that ``days_ago`` and ``weekday`` agree.
``tweets.py`` maps them to dates. It draws random numbers conversation by conversation, with the
files in alphabetical order: a new conversation changes the times of those after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .data_files import DATA, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_ZERO = WEEKDAYS.index("fri")
FIRST_DAY = 151
"""How many days ago the community was opened."""

VISIBILITIES = {"public", "unlisted", "followers", "mentioned"}

_DAY_KEYS = {"days_ago", "about_days_ago", "between_days_ago"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days on which a conversation may start, and its time of day."""

    oldest: int
    """Days ago, as is ``newest``."""
    newest: int
    weekday: int | None = None
    """Monday is 0."""
    minute: int | None = None
    """Minutes since midnight."""
    exact: bool = False
    """Whether the day counts from day zero. Otherwise it is approximate."""


@dataclass(frozen=True, slots=True)
class Line:
    """A tweet of a conversation."""

    author: str
    text: str
    visibility: str = "public"
    content_warning: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A tweet and the replies to it."""

    schedule: Schedule
    lines: tuple[Line, ...]


def weekday_of(day: int) -> int:
    """The weekday (Monday is 0) of the day so many days before day zero."""
    return (DAY_ZERO - day) % 7


@cache
def read_conversations() -> tuple[Conversation, ...]:
    """Read all conversations, the files in alphabetical order."""
    paths = sorted((DATA / "conversations").glob("*.toml"))
    return tuple(each for path in paths for each in parse_conversations(read_toml(path)))


def parse_conversations(data: dict[str, Any]) -> Iterator[Conversation]:
    """Check and convert the content of one file. ValueError for a wrong key or value."""
    for row in data["conversations"]:
        if unknown := {*row} - _DAY_KEYS - {"weekday", "time", "tweets"}:
            raise ValueError(f"unknown keys {sorted(unknown)} in a conversation: {row}")
        yield Conversation(_schedule(row), tuple(_lines(row["tweets"])))


def _schedule(row: dict[str, Any]) -> Schedule:
    day_keys = _DAY_KEYS & {*row}
    if len(day_keys) > 1:
        raise ValueError(f"more than one of {sorted(day_keys)} in a conversation: {row}")
    weekday = WEEKDAYS.index(row["weekday"]) if "weekday" in row else None
    minute = _minute(row["time"]) if "time" in row else None
    if "days_ago" in row:
        day = row["days_ago"]
        if weekday not in {None, weekday_of(day)}:
            raise ValueError(f"{day} days ago is not a {row['weekday']}")
        return Schedule(day, day, weekday, minute, exact=True)
    if "between_days_ago" in row:
        oldest, newest = row["between_days_ago"]
    elif "about_days_ago" in row:
        day = row["about_days_ago"]
        # Recent conversations keep their order: their spread is smaller than 5 days.
        spread = min(5, day // 2)
        oldest, newest = min(day + max(spread, day == 0), FIRST_DAY), day - spread
    else:
        oldest, newest = FIRST_DAY - 3, 2
    return Schedule(oldest, newest, weekday, minute)


def _minute(time: str) -> int:
    match = re.fullmatch(r"(\d\d):(\d\d)", time)
    if match is None:
        raise ValueError(f"not a time as 20:50: {time!r}")
    return int(match[1]) * 60 + int(match[2])


def _lines(rows: list[dict[str, Any]]) -> Iterator[Line]:
    first_visibility = rows[0].get("visibility", "public")
    for row in rows:
        try:
            line = Line(**{"visibility": first_visibility, **row})
        except TypeError as error:
            raise ValueError(f"missing or unknown keys in a tweet: {row}") from error
        if line.visibility not in VISIBILITIES:
            raise ValueError(f"unknown visibility in a tweet: {row}")
        yield line

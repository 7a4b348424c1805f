"""The notation in which the community's talk is written, read into scenes.

::

    = 104 sat 20:50            104 days ago, a Saturday, at this minute
    = ~62 18:45                about 62 days ago, at about this time
    = 148-92                   on some day between
    = any fri                  on any Friday

    nils: 4.7 and an hour to go.
    > ada: @nils a reply in the conversation that the line above began
      with an indented second line
    ada [followers ! a spider]: for fewer than everyone, and behind a warning

Who answers a tweet that is for fewer than everyone speaks to as few.

A heading holds for the conversation below it. Days are counted back from a day zero that is taken
to be a Friday, so that a day and its weekday agree; ``community.tweets`` lays them onto the
calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_ZERO = WEEKDAYS.index("fri")
FIRST_DAY = 151
"""The day on which the noticeboard opens."""

_HEADING = re.compile(
    r"= (?:(?P<about>~)?(?P<day>\d+)(?:-(?P<until>\d+))?|any)"
    r"(?: (?P<weekday>[a-z]{3}))?(?: (?P<hour>\d\d):(?P<minute>\d\d))?"
)
_LINE = re.compile(
    r"(?P<reply>> )?(?P<author>[a-z0-9_]+)"
    r"(?: \[(?P<audience>unlisted|followers|mentioned)? ?(?:! (?P<warning>[^\]]+))?\])?"
    r": (?P<text>.+)"
)


@dataclass(frozen=True, slots=True)
class When:
    """The days on which a conversation may begin, and its time of day where that matters."""

    oldest: int
    newest: int
    weekday: int | None = None
    minute: int | None = None
    """Since midnight."""
    exact: bool = False
    """Whether the days count from day zero; else they are only about so many days ago."""


@dataclass(frozen=True, slots=True)
class Line:
    author: str
    text: str
    visibility: str = "public"
    """``public``, ``unlisted``, ``followers`` or ``mentioned``."""
    content_warning: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A tweet, and the conversation that follows it."""

    when: When
    lines: tuple[Line, ...]


def weekday_of(day: int) -> int:
    """The weekday, Monday being 0, of the day so many days before day zero."""
    return (DAY_ZERO - day) % 7


def scenes(script: str) -> Iterator[Scene]:
    """The conversations of a script, in its order; ValueError where it can't be read."""
    when: When | None = None
    lines: list[Line] = []
    for row in script.splitlines():
        if row.startswith("  ") and lines:
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text}\n{row[2:]}")
        elif row.startswith("="):
            if lines and when:
                yield Scene(when, tuple(lines))
            when, lines = _when(row), []
        elif match := _LINE.fullmatch(row):
            if when and lines and not match["reply"]:
                yield Scene(when, tuple(lines))
                lines = []
            visibility = match["audience"] or (lines[0].visibility if lines else "public")
            warning = match["warning"] or ""
            lines.append(Line(match["author"], match["text"], visibility, warning))
        elif row:
            raise ValueError(f"not a line of a script: {row!r}")
    if lines and when:
        yield Scene(when, tuple(lines))


def _when(heading: str) -> When:
    match = _HEADING.fullmatch(heading)
    if match is None:
        raise ValueError(f"not a heading of a script: {heading!r}")
    weekday = WEEKDAYS.index(match["weekday"]) if match["weekday"] else None
    minute = int(match["hour"]) * 60 + int(match["minute"]) if match["hour"] else None
    if match["day"] is None:
        oldest, newest = FIRST_DAY - 3, 2
    elif match["until"]:
        oldest, newest = int(match["day"]), int(match["until"])
    elif match["about"]:
        day = int(match["day"])
        # Near the present a few days are the difference between what comes first and what follows.
        spread = min(5, day // 2)
        oldest, newest = min(day + max(spread, day == 0), FIRST_DAY), day - spread
    else:
        day = int(match["day"])
        if weekday not in {None, weekday_of(day)}:
            raise ValueError(f"the day is not that weekday: {heading!r}")
        return When(day, day, weekday, minute, exact=True)
    return When(oldest, newest, weekday, minute)

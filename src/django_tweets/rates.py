"""Rates of actions: how many in which time, and the defaults of the settings of limits."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

SECONDS = {"second": 1, "minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60}

DUPLICATE = "duplicate"
"""The action that is no count: the time in which an author can't publish the same text again."""

LIMITS: dict[str, str | None] = {
    "publish": "100/hour",
    "reply": "150/hour",
    "mention": "60/hour",
    "edit": "100/hour",
    "follow": "400/day",
    "like": "1000/day",
    "upload": "100/hour",
    "report": "100/day",
    "search": "60/minute",
    "autocomplete": "120/minute",
    "feed": "300/minute",
    DUPLICATE: "1/5 minutes",
}
"""The default rate of each action. Normal members meet none of them."""

NEW_MEMBER_LIMITS: dict[str, str | int | None] = {
    "days": 3,
    "tweets": 5,
    "publish": "20/hour",
    "reply": "30/hour",
    "mention": "20/hour",
    "edit": "30/hour",
    "follow": "150/day",
    "like": "300/day",
    "upload": "40/hour",
    "report": "20/day",
}
"""The default rates of new members: of those with fewer days or fewer tweets than these."""

_match = re.compile(
    r"([1-9][0-9]{0,8})/(?:([1-9][0-9]{0,4}) ?)?(second|minute|hour|day)s?"
).fullmatch


class Rate(NamedTuple):
    """A token bucket: it holds so many tokens, and an empty one is full again after `seconds`."""

    tokens: int
    seconds: int


@lru_cache
def parse_rate(value: str) -> Rate:
    """Return the rate that value says, such as "100/hour" or "1/5 minutes". Else ValueError."""
    found = _match(value)
    if found is None:
        raise ValueError(f"{value!r} is no rate")
    count, times, unit = found.groups()
    return Rate(int(count), int(times or 1) * SECONDS[unit])

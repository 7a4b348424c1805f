"""Opening hours of the workshop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one or more weekdays. Monday is 0."""

    days: tuple[int, ...]
    opens: time | None = None
    closes: time | None = None
    note: str = ""

    @property
    def label(self) -> str:
        first, last = NAMES[self.days[0]], NAMES[self.days[-1]]
        return first if first == last else f"{first} to {last}"


WEEK = (
    Hours((0,), note="closed, apart from six people and a broom"),
    Hours((1,), time(10), time(18), "open bench"),
    Hours((2,), time(10), time(21), "bike night from 18:00"),
    Hours((3,), time(10), time(22), "soup at 18:30, shanties at 20:00"),
    Hours((4,), time(10), time(22), "print night from 19:00"),
    Hours((5,), time(10), time(20), "open yard, everyone welcome"),
    Hours((6,), time(10), time(16), "kids’ club from 10:30"),
)


def status(now: datetime) -> str:
    """Say in a sentence whether the workshop is open at a local time, and until or from when."""
    today = WEEK[now.weekday()]
    if today.opens and today.closes:
        if today.opens <= now.time() < today.closes:
            return f"Open now, until {today.closes:%H:%M}"
        if now.time() < today.opens:
            return f"Closed now, opens today at {today.opens:%H:%M}"
    for ahead in range(1, 8):
        day = now + timedelta(days=ahead)
        if opens := WEEK[day.weekday()].opens:
            when = "tomorrow" if ahead == 1 else f"on {NAMES[day.weekday()]}"
            return f"Closed now, opens {when} at {opens:%H:%M}"
    return "Closed"

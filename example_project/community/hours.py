"""The hours that people of the community keep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .people import BY_NAME

if TYPE_CHECKING:
    from datetime import datetime


def when_awake(username: str, at: datetime) -> datetime:
    """At, or, if the person sleeps then, the same number of minutes after they next wake up."""
    first, last = BY_NAME[username].awake
    if first <= at.hour < last:
        return at
    day = at + timedelta(days=at.hour >= last)
    return day.replace(hour=first)

"""Windows of time: how far a scan of the newest rows of the whole site goes.

A window of so many rows would end at one of them, and a hidden row would move its end: it changes
the cursor of the next page, its number of tweets, or the number of statements. So a window is a
span of time. Its width comes from the pace of the site, which is rounded, and read now and then.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Subquery
from django.utils import timezone

from ..cache import cache
from ..snowflake import first_id
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = 5_000
"""Number of newest tweets that give the pace. A site with fewer is scanned as a whole."""

MAX_DENSITY = 4
"""A scan stops early if a window has so many times more rows than it has at the pace of the site:
in a time when much more was written, as in an import."""

CACHE_KEY = "django_tweets:pace"
CACHE_SECONDS = 600


class Pace(NamedTuple):
    """Pace and age of the site, in ids. Each is a power of two, and so tells no exact number."""

    span: int
    """The time in which it has written the newest SAMPLE tweets."""
    age: int
    """The time since its first tweet, or up to twice as long."""


class Window(NamedTuple):
    """A window: the id where it ends, or None for the end of the range, and its number of rows."""

    end: int | None
    width: int


def get_windows(
    widths: Sequence[int], before: int | None, after: int | None, is_ascending: bool
) -> list[Window]:
    """Return windows of about so many tweets, one after the other, in the direction of the scan.

    before, after: the bounds of the ids to scan, if it has any. If the windows reach the end of
    these, or of all tweets, the last one is open, and there may be fewer windows than widths.
    """
    pace = get_pace()
    if pace is None:
        return [Window(None, sum(widths))]
    now = first_id(timezone.now())
    newest = now if before is None else min(before, now)
    oldest = max(after or 0, now - pace.age)
    windows: list[Window] = []
    for width, total in zip(widths, accumulate(widths), strict=True):
        distance = pace.span * total // SAMPLE
        if distance >= newest - oldest:
            return [*windows, Window(None, width)]
        windows.append(Window(oldest + distance if is_ascending else newest - distance, width))
    return windows


def get_pace() -> Pace | None:
    """Return the pace of the site, at most ten minutes old. None if it has few tweets."""
    found: tuple[int, int] | None = cache.get(CACHE_KEY)
    if found is None:
        found = _read_pace()
        cache.set(CACHE_KEY, found, CACHE_SECONDS)
    return Pace(*found) if found[0] else None


def _read_pace() -> tuple[int, int]:
    """Return the fields of the pace, or zeros."""
    tweets: Any = get_tweet_model()._base_manager.order_by()
    newest = tweets.order_by("-pk").values("pk")[SAMPLE - 1 : SAMPLE]
    ends = tweets.order_by("pk").annotate(sample=Subquery(newest)).values_list("sample", "pk")[:1]
    now = first_id(timezone.now())
    for sample, oldest in ends:
        if sample is not None:
            span, age = (math.log2(max(now - key, 1)) for key in (sample, oldest))
            return 2 ** round(span), 2 ** math.ceil(age)
    return 0, 0

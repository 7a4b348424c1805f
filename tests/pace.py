"""Set how much a site writes, which decides how far a scan of its newest tweets goes."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache

from django_tweets.reading import windows
from django_tweets.snowflake import NODE_BITS


def set_pace(interval: timedelta, *, age: timedelta = timedelta(days=9_000)) -> None:
    """Let the site write a tweet in each interval, and be so old."""
    span, age_in_ids = (
        int(each / timedelta(milliseconds=1)) << NODE_BITS
        for each in (windows.SAMPLE * interval, age)
    )
    cache.set(windows.CACHE_KEY, (max(span, 1), age_in_ids))


def set_small() -> None:
    """Let the site have so few tweets that it is scanned as a whole."""
    cache.set(windows.CACHE_KEY, (0, 0))

"""Filters for numbers and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from ..formatting import numbers, times


def tweet_count(value: Any) -> str:
    """{{ tweet.like_count|tweet_count }}: a number in the short form of the language, 1.2K."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return ""
    return numbers.format_count(number)


def tweet_time(moment: Any) -> str:
    """{{ tweet.created_at|tweet_time }}: time since then, as 5 min; after a week, the date."""
    if not isinstance(moment, datetime):
        return ""
    return times.format_age(times.make_aware(moment), times.make_aware(timezone.now()))


def tweet_datetime(moment: Any) -> str:
    """{{ tweet.created_at|tweet_datetime }}: date and time in the reader's language and zone."""
    return times.format_datetime(moment) if isinstance(moment, datetime) else ""


def tweet_timestamp(moment: Any) -> str:
    """{{ tweet.created_at|tweet_timestamp }}: for the attribute datetime of a <time>."""
    return times.format_timestamp(moment) if isinstance(moment, datetime) else ""

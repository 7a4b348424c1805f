"""How much somebody has said, day by day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, F, Value
from django.utils import timezone

from .. import snowflake
from ..models import visibility
from ..models.expressions import Quotient
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from datetime import date

    from ..models import AbstractProfile

DAYS = 54 * 7  # more than any year of weeks

# Each time zone there is differs from each other by quarters of an hour. (MariaDB knows time zones
# only where somebody has loaded them, and Trunc() would have to read each row's moment.)
QUARTER = timedelta(minutes=15)

FEW = 5_000  # tweets: up to so many they are counted anew after each
MINUTE = 60
DAY = 24 * 60 * MINUTE


def activity(author: AbstractProfile, today: date) -> dict[date, int]:
    """How many tweets author wrote on each day of a year until today, in the current time zone.

    Counted is what is for everyone, or, of somebody protected, for all followers: not retweets, and
    nothing for fewer people. So it is the same for all who may see it, which is for the caller to
    ask: see visibility.open_to(). One query, or none: it is kept for a quarter of an hour. Of
    somebody who has said FEW or more, all but today is kept until the day is over.
    """
    first = today - timedelta(days=DAYS)
    if author.tweet_count < FEW:
        part = str(author.tweet_count)
        return _kept(author, first, today, today=today, part=part, seconds=15 * MINUTE)
    yesterday = today - timedelta(days=1)
    before = _kept(author, first, yesterday, today=today, part="before", seconds=DAY)
    now = _kept(author, today, today, today=today, part="today", seconds=15 * MINUTE)
    return before | now


def _kept(
    author: AbstractProfile, first: date, last: date, *, today: date, part: str, seconds: int
) -> dict[date, int]:
    """How many on each day from first to last, from the cache or else into it."""
    zone = timezone.get_current_timezone()
    name = f"django_tweets:activity:{author.pk}:{today}:{zone}:{part}".replace(" ", "")
    counts: dict[date, int] | None = cache.get(name)
    if counts is None:
        days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
        midnights = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]
        counts = {}
        for moment, count in _quarters(author, midnights[0], midnights[-1]):
            day = days[bisect_right(midnights, moment) - 1]
            counts[day] = counts.get(day, 0) + count
        cache.set(name, counts, seconds)
    return counts


def _quarters(
    author: AbstractProfile, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """Quarters of an hour in which author has said something, and how much."""
    length = QUARTER // timedelta(milliseconds=1) << snowflake.NODE_BITS
    said = get_tweet_model()._base_manager.filter(
        profile=author.pk,
        pk__gte=snowflake.first(since),
        pk__lt=snowflake.first(until),
        visibility__in=visibility.OPEN,
        retweet_of__isnull=True,
    )
    quarter = Quotient(F("pk"), Value(length))
    rows = said.annotate(quarter=quarter).values("quarter").order_by().annotate(count=Count("pk"))
    return [
        (snowflake.EPOCH + quarter * QUARTER, count)
        for quarter, count in rows.values_list("quarter", "count")
    ]

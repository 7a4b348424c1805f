"""The number of tweets that a profile wrote on each day of a year, for its activity chart."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Value
from django.utils import timezone

from .. import snowflake
from ..cache import cache
from ..models import visibility
from ..models.expressions import Quotient
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from datetime import date

    from ..models import AbstractProfile

DAYS = 54 * 7  # more than any year of weeks

# All time zones differ from each other by multiples of a quarter of an hour, so these are counted
# in SQL and added up to days here. (MariaDB knows time zones only where somebody has loaded them,
# and Trunc() would have to read the time of each row.)
QUARTER = timedelta(minutes=15)

FULL_COUNT_LIMIT = 5_000  # tweets: with fewer, a new tweet counts all days again
MINUTE = 60
DAY = 24 * 60 * MINUTE


def activity(author: AbstractProfile, today: date) -> dict[date, int]:
    """Count the tweets of author on each day of a year until today, in the current time zone.

    Public tweets are counted, or those for all followers of a protected author: no retweets, and
    no tweets for fewer people. So the result is the same for everybody who may see it; the caller
    checks that with visibility.unprotected_profiles().

    One query, or none: the result is cached for a quarter of an hour. For an author of
    FULL_COUNT_LIMIT tweets or more, all days but today are cached until the day is over.
    """
    first = today - timedelta(days=DAYS)
    if author.tweet_count < FULL_COUNT_LIMIT:
        part = str(author.tweet_count)
        return _cached_counts(author, first, today, today=today, part=part, seconds=15 * MINUTE)
    yesterday = today - timedelta(days=1)
    before = _cached_counts(author, first, yesterday, today=today, part="before", seconds=DAY)
    now = _cached_counts(author, today, today, today=today, part="today", seconds=15 * MINUTE)
    return before | now


def _cached_counts(
    author: AbstractProfile, first: date, last: date, *, today: date, part: str, seconds: int
) -> dict[date, int]:
    """The counts of the days from first to last, from the cache; else counted and cached."""
    zone = timezone.get_current_timezone()
    name = f"django_tweets:activity:{author.pk}:{today}:{zone}:{part}".replace(" ", "")
    counts: dict[date, int] | None = cache.get(name)
    if counts is None:
        days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
        midnights = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]
        counts = {}
        for moment, count in _count_by_quarter(author, midnights[0], midnights[-1]):
            day = days[bisect_right(midnights, moment) - 1]
            counts[day] = counts.get(day, 0) + count
        cache.set(name, counts, seconds)
    return counts


def _count_by_quarter(
    author: AbstractProfile, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """Quarters of an hour in which author wrote tweets, each with their number."""
    length = QUARTER // timedelta(milliseconds=1) << snowflake.NODE_BITS
    tweets = get_tweet_model()._base_manager.filter(
        profile=author.pk,
        pk__gte=snowflake.first_id(since),
        pk__lt=snowflake.first_id(until),
        visibility__in=visibility.OPEN_VISIBILITIES,
        retweet_of__isnull=True,
    )
    quarter = Quotient(F("pk"), Value(length))
    rows = tweets.annotate(quarter=quarter).values("quarter").order_by().annotate(count=Count("pk"))
    return [
        (snowflake.EPOCH + quarter * QUARTER, count)
        for quarter, count in rows.values_list("quarter", "count")
    ]

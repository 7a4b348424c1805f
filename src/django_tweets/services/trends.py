"""Trends: hashtags that more people use now than before.

People are counted, not tweets: an author who uses a hashtag a hundred times counts once. And each
hashtag is compared with its own past: one that ten people use every day is no trend.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import router, transaction
from django.db.models import Count, F, Max, Value
from django.utils import timezone

from .. import signals, snowflake
from ..cache import cache
from ..models import Trend, TweetHashtag, writes
from ..models.expressions import Quotient
from ..swapping import get_tweet_model
from ..tasks import enqueue_on_commit
from . import tasks
from .databases import for_write

DAY = timedelta(days=1)

WINDOWS = (DAY, 3 * DAY, 7 * DAY, 28 * DAY)
"""Lengths of the current window: the first one with ENOUGH trends is used."""
ENOUGH = 5  # trends in a window, so that no longer one is tried
PAST_WINDOWS = 7  # windows of the same length before the current one, which it is compared with

MAX_USES = 20_000  # newest uses of hashtags that are read: a window that has more gets shorter
MAX_CANDIDATES = 100  # most used hashtags of a window that are compared with their past

MIN_PEOPLE = 3
"""People who must use a trend: one person with a second account counts as two."""
MIN_EXPECTED = 0.5
"""Expected people in a window, for a hashtag without a past. Three people then have a likelihood
ratio of 5.8: a trend. Two would have 2.5: none."""
MIN_RATIO = 3.84
"""The likelihood ratio that chance exceeds once in twenty times (chi squared with one degree of
freedom, p = 0.05)."""
HALF_LIFE = 1 / 4
"""Time after its last use in which a hashtag loses half its score, as a part of the window."""

MAX_TRENDS = 20
REFRESH_INTERVAL = timedelta(minutes=10)
REFRESHED_KEY = "django_tweets:trends:refreshed"
"""In the cache: set for REFRESH_INTERVAL once an author has had trends computed."""


class _HashtagUse(NamedTuple):
    """The use of a hashtag in the current window."""

    hashtag: int
    people: int
    latest: int
    """Key of the newest tweet that has it."""


def compute_trends() -> list[Trend]:
    """Find the trending hashtags, store them, and return them, the strongest first.

    Send signals.trends_computed.
    """
    now = timezone.now()
    oldest, edge = _use_range()
    best: list[Trend] = []
    for window in WINDOWS:
        begin = max(snowflake.first_id(now - window), edge)
        if begin <= oldest and window is not WINDOWS[0]:
            break  # there is no past to compare with: on a new site every hashtag would be a trend
        found = _rank_trends(now, begin, oldest)
        if len(found) > len(best):
            best = found
        if len(best) >= ENOUGH:
            break
    best = best[:MAX_TRENDS]
    _store_trends(best)
    return best


def refresh_trends() -> None:
    """Enqueue compute_trends(), unless that was done within REFRESH_INTERVAL.

    Who publishes a tweet with a hashtag calls this, so a site needs no cron job; readers never do.
    Within REFRESH_INTERVAL it enqueues once for each cache: with Django's default cache, once for
    each process.
    """
    if not cache.add(REFRESHED_KEY, True, REFRESH_INTERVAL.total_seconds()):
        return
    # In another process, or on a site whose cache stores nothing.
    if not are_fresh():
        enqueue_on_commit(tasks.compute_trends, using=router.db_for_write(Trend))


def are_fresh() -> bool:
    """Whether the stored trends were computed within REFRESH_INTERVAL."""
    fresh = Trend._base_manager.filter(computed_at__gt=timezone.now() - REFRESH_INTERVAL)
    return for_write(fresh).exists()


def _rank_trends(now: datetime, begin: int, oldest: int) -> list[Trend]:
    """Return the trends of the window from begin until now, the strongest first.

    begin is the smallest tweet key of the window. oldest is the tweet key of the first use of any
    hashtag: before it there is nothing to compare with.
    """
    width = max(snowflake.first_id(now) - begin, 1)
    past = min(max((begin - oldest) / width, 1), PAST_WINDOWS)
    uses = _current_uses(begin)
    before = _past_people(begin, width, [use.hashtag for use in uses])
    scores = {}
    for use in uses:
        expected = max(before[use.hashtag] / past, MIN_EXPECTED)
        # The likelihood ratio of "more people use it now" to "as many as before", if people are
        # Poisson distributed. It is as large where fewer people use it now.
        ratio = 2 * (use.people * math.log(use.people / expected) - use.people + expected)
        if use.people > expected and ratio > MIN_RATIO:
            age = max(snowflake.first_id(now) - use.latest, 0) / width
            scores[use] = ratio * 0.5 ** (age / HALF_LIFE)
    since = now - timedelta(milliseconds=width >> snowflake.NODE_BITS)
    return [
        Trend(
            place=place,
            hashtag_id=use.hashtag,
            people_count=use.people,
            since=since,
            computed_at=now,
        )
        for place, use in enumerate(sorted(scores, key=lambda use: -scores[use]), start=1)
    ]


def _use_range() -> tuple[int, int]:
    """Return the tweet keys of the oldest use of a hashtag, and of the oldest one read (or 0)."""
    public = TweetHashtag._base_manager.filter(is_counted=True)
    uses = for_write(public.order_by("-tweet_id"))
    keys = uses.values_list("tweet_id", flat=True)
    edge = next(iter(keys[MAX_USES : MAX_USES + 1]), 0)
    return next(iter(keys.reverse()[:1]), 0), edge


def _current_uses(begin: int) -> list[_HashtagUse]:
    """Return the hashtags that most people use since begin, a tweet key, in tweets for everyone.

    The first query finds candidates without the visibility rules and the profiles that these join;
    the second applies the rules. In one query, SQLite began with the profiles and took ten times as
    long.
    """
    recent = for_write(TweetHashtag._base_manager.filter(is_counted=True, tweet_id__gte=begin))
    counts = recent.values("hashtag").annotate(people=Count("tweet__profile", distinct=True))
    ranked = counts.filter(people__gte=MIN_PEOPLE).order_by("-people")
    candidates = list(ranked.values_list("hashtag", flat=True)[:MAX_CANDIDATES])
    if not candidates:
        return []
    public: Any = for_write(get_tweet_model()._rows.open_to_everyone().listed_for(None))
    uses = public.filter(
        retweet_of__isnull=True,
        tweet_hashtags__hashtag__in=candidates,
        tweet_hashtags__tweet__gte=begin,
    )
    counted = uses.order_by().values("tweet_hashtags__hashtag")
    rows = counted.annotate(
        people=Count("profile", distinct=True), latest=Max("tweet_hashtags__tweet")
    ).filter(people__gte=MIN_PEOPLE)
    names = ("tweet_hashtags__hashtag", "people", "latest")
    return [_HashtagUse(*row) for row in rows.values_list(*names)]


def _past_people(begin: int, width: int, hashtags: list[int]) -> Counter[int]:
    """Return, by hashtag, how many people used it in the windows before begin, added up.

    Tweets count that were for everyone when they were written, whatever they are now: these
    numbers are not shown to anybody.
    """
    first = begin - PAST_WINDOWS * width
    uses = TweetHashtag._base_manager.filter(
        is_counted=True, hashtag__in=hashtags, tweet_id__gte=first, tweet_id__lt=begin
    )
    window = Quotient(F("tweet_id") - Value(first), Value(width))
    groups = for_write(uses).annotate(window=window).values("hashtag", "window")
    counts = groups.annotate(people=Count("tweet__profile", distinct=True))
    found: Counter[int] = Counter()
    for hashtag, people in counts.values_list("hashtag", "people"):
        found[hashtag] += people
    return found


def _store_trends(trends: list[Trend]) -> None:
    using = router.db_for_write(Trend)
    rows = Trend._base_manager.using(using)
    with transaction.atomic(using=using):
        columns = ["hashtag", "people_count", "since", "computed_at"]
        writes.upsert(trends, unique="place", update=columns, using=using)
        rows.filter(place__gt=len(trends)).delete()
        send = partial(signals.trends_computed.send_robust, sender=Trend, trends=trends)
        transaction.on_commit(send, using=using)
    cache.delete(Trend.CACHE_KEY)

"""What trends: hashtags that more people use now than have used them before.

Counted are people, not tweets: somebody who says a hashtag a hundred times is one of those who say
it. And compared is each with its own past: what ten people say each day is no news when ten say it.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db import connections, router, transaction
from django.db.models import Count, F, Max, Value
from django.utils import timezone

from .. import signals, snowflake
from ..models import Trend, TweetHashtag, Visibility
from ..models.expressions import Quotient
from ..models.visibility import FOR_EVERYONE
from ..swapping import get_tweet_model
from ..tasks import enqueue_on_commit, task

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = timedelta(days=1)

WINDOWS = (DAY, 3 * DAY, 7 * DAY, 28 * DAY)
"""What is now: the first of these in which enough is going on."""
ENOUGH = 5  # trends, to look no further back
BEFORE = 7  # windows of the same length, which now is compared with

USES = 20_000  # the newest uses of hashtags, beyond which no window reaches: it gets shorter
CANDIDATES = 100  # hashtags that are compared with their past: those that most people use now

PEOPLE = 3
"""Fewer are no trend: one person with a second account is two."""
LEAST = 0.5
"""People in a window, for a hashtag that has no past: where three are new, they are no wonder."""
SURPRISE = 3.84
"""What a likelihood ratio must exceed to be chance once in twenty times (chi squared, 1 df)."""
HALF_LIFE = 1 / 4
"""Of a window: how long after it was last used a hashtag counts for half."""

KEPT = 20
REFRESH = timedelta(minutes=10)
ALREADY = "django_tweets:trends:refreshed"


class _Rising(NamedTuple):
    hashtag: int
    people: int
    latest: int
    """Key of the newest tweet that has it."""


def compute_trends() -> list[Trend]:
    """Find what trends now, write it down, and return it, the strongest first."""
    now = timezone.now()
    oldest, edge = _ends()
    best: list[Trend] = []
    for window in WINDOWS:
        begin = max(snowflake.first(now - window), edge)
        if begin <= oldest and window is not WINDOWS[0]:
            break  # nothing came before it: on a new site all would rise
        found = _trends(now, begin, oldest)
        if len(found) > len(best):
            best = found
        if len(best) >= ENOUGH:
            break
    best = best[:KEPT]
    _write(best)
    return best


def refresh_trends(trends: Sequence[Trend]) -> None:
    """Enqueue to compute them anew, if these, which were just read, are stale.

    That a site needs no clock for it: somebody reads. Once in REFRESH for each process at most.
    """
    if trends and trends[0].computed_at > timezone.now() - REFRESH:
        return
    if cache.add(ALREADY, True, REFRESH.total_seconds()):
        enqueue_on_commit(_compute)


@task
def _compute() -> None:
    compute_trends()


def _trends(now: datetime, begin: int, oldest: int) -> list[Trend]:
    """What trends in the window from begin until now, the strongest first.

    begin is a tweet's key, and oldest that of the first use of any hashtag: there is nothing to
    compare with before.
    """
    width = max(snowflake.first(now) - begin, 1)
    past = min(max((begin - oldest) / width, 1), BEFORE)
    rising = _used(begin)
    before = _before(begin, width, [each.hashtag for each in rising])
    scores = {}
    for each in rising:
        expected = max(before[each.hashtag] / past, LEAST)
        # How much more likely the people who use it are if they have become more than if not.
        surprise = 2 * (each.people * math.log(each.people / expected) - each.people + expected)
        if each.people > expected and surprise > SURPRISE:
            age = max(snowflake.first(now) - each.latest, 0) / width
            scores[each] = surprise * 0.5 ** (age / HALF_LIFE)
    since = now - timedelta(milliseconds=width >> snowflake.NODE_BITS)
    return [
        Trend(
            place=place,
            hashtag_id=each.hashtag,
            people_count=each.people,
            since=since,
            computed_at=now,
        )
        for place, each in enumerate(sorted(scores, key=lambda each: -scores[each]), start=1)
    ]


def _ends() -> tuple[int, int]:
    """Keys of the tweets of the oldest use, and of the oldest that is looked at (or 0)."""
    keys = TweetHashtag._base_manager.order_by("-tweet_id").values_list("tweet_id", flat=True)
    edge = next(iter(keys[USES : USES + 1]), 0)
    return next(iter(keys.reverse()[:1]), 0), edge


def _used(begin: int) -> list[_Rising]:
    """The hashtags that most people have used since begin, a tweet's key, in what is for everyone.

    First roughly, by what was so when it was written, for which neither people nor what may be read
    is joined: asked for all at once, SQLite began with the people, and took ten times as long.
    """
    lately = TweetHashtag._base_manager.filter(is_counted=True, tweet_id__gte=begin)
    roughly = lately.values("hashtag").annotate(people=Count("tweet__profile", distinct=True))
    ranked = roughly.filter(people__gte=PEOPLE).order_by("-people")
    candidates = list(ranked.values_list("hashtag", flat=True)[:CANDIDATES])
    if not candidates:
        return []
    said: Any = get_tweet_model().objects.visible_to(None).filter(FOR_EVERYONE)
    uses = said.filter(
        visibility=Visibility.PUBLIC,
        retweet_of__isnull=True,
        tweet_hashtags__hashtag__in=candidates,
        tweet_hashtags__tweet__gte=begin,
    )
    counted = uses.order_by().values("tweet_hashtags__hashtag")
    rows = counted.annotate(
        people=Count("profile", distinct=True), latest=Max("tweet_hashtags__tweet")
    ).filter(people__gte=PEOPLE)
    names = ("tweet_hashtags__hashtag", "people", "latest")
    return [_Rising(*row) for row in rows.values_list(*names)]


def _before(begin: int, width: int, hashtags: list[int]) -> Counter[int]:
    """How many people used each of hashtags in the windows before begin, once for each window.

    Of what was for everyone when it was written: nobody sees these counts.
    """
    first = begin - BEFORE * width
    uses = TweetHashtag._base_manager.filter(
        is_counted=True, hashtag__in=hashtags, tweet_id__gte=first, tweet_id__lt=begin
    )
    window = Quotient(F("tweet_id") - Value(first), Value(width))
    each = uses.annotate(window=window).values("hashtag", "window")
    rows = each.annotate(people=Count("tweet__profile", distinct=True))
    found: Counter[int] = Counter()
    for hashtag, people in rows.values_list("hashtag", "people"):
        found[hashtag] += people
    return found


def _write(trends: list[Trend]) -> None:
    using = router.db_for_write(Trend)
    rows = Trend._base_manager.using(using)
    on_place = connections[using].features.supports_update_conflicts_with_target
    with transaction.atomic(using=using):
        rows.bulk_create(
            trends,
            update_conflicts=True,
            update_fields=["hashtag", "people_count", "since", "computed_at"],
            unique_fields=["place"] if on_place else None,
        )
        rows.filter(place__gt=len(trends)).delete()
        send = partial(signals.trends_computed.send_robust, sender=Trend, trends=trends)
        transaction.on_commit(send, using=using)
    cache.delete(Trend.CACHE)

"""python -m benchmarks.trends: computing trends of two million tweets in two years or ten days.

On SQLite in memory, or on the empty database that DATABASE_URL names.
"""

from __future__ import annotations

import statistics
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(ROOT_URLCONF="django_tweets.urls")

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.home.load import load
from django_tweets import services, snowflake, text, timelines
from django_tweets.models import Hashtag, Profile, Tweet, TweetHashtag

if TYPE_CHECKING:
    from collections.abc import Callable

TWEETS = 2_000_000
PEOPLE = 20_000
HASHTAGS = 20_000
ROUNDS = 9
SPANS = {"two years": timedelta(days=730), "ten days": timedelta(days=10)}


def make_people() -> None:
    """Create all profiles and hashtags."""
    now = timezone.now()
    Profile.objects.bulk_create(Profile(handle=f"p{n}", created_at=now) for n in range(PEOPLE))
    Hashtag.objects.bulk_create(
        Hashtag(key=text.hashtag_key(f"tag{n}") or "", name=f"tag{n}") for n in range(HASHTAGS)
    )


def make_tweets(span: timedelta) -> None:
    """Create all tweets, evenly spread over span until now, three in ten with a hashtag.

    A few authors and hashtags are much more frequent than the others.
    """
    rng = Random(11)
    authors = list(Profile.objects.values_list("pk", flat=True))
    hashtags = list(Hashtag.objects.values_list("pk", flat=True))
    start, step = timezone.now() - span, span / TWEETS
    adapt: Any = connection.ops.adapt_datetimefield_value
    Tweet.objects.all().delete()
    TweetHashtag.objects.all().delete()
    keys = [snowflake.first_id(start + step * n) + n % 1_000 for n in range(TWEETS)]
    tail = ("x", "[]", "public", "", "", 0, 0, 0, 0)
    columns = ["id", "profile_id", "created_at", "content", "entities", "visibility"]
    columns += ["content_warning", "language"]
    columns += [f"{name}_count" for name in ("reply", "retweet", "quote", "like")]
    load(
        "default",
        Tweet,
        columns,
        (
            (key, authors[_skewed(rng, PEOPLE)], adapt(start + step * n), *tail)
            for n, key in enumerate(keys)
        ),
    )
    load(
        "default",
        TweetHashtag,
        ["tweet_id", "hashtag_id", "is_counted"],
        ((key, hashtags[_skewed(rng, HASHTAGS)], True) for key in keys if rng.random() < 0.3),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _skewed(rng: Random, limit: int) -> int:
    """Return a number below limit; small numbers are more frequent."""
    return int(limit * rng.random() ** 4)


def make_rising_hashtags(hashtags: int) -> None:
    """Create hashtags that thirty people begin to use."""
    rng = Random(13)
    authors = list(Profile.objects.all()[:1000])
    for n in range(hashtags):
        for author in rng.sample(authors, 30):
            Tweet.objects.create(profile=author, content=f"#rising{n}")


def measure_median(act: Callable[[], Any]) -> str:
    """Return the median milliseconds and the number of queries, with empty caches."""
    taken = []
    for _ in range(ROUNDS):
        cache.clear()
        began = perf_counter()
        act()
        taken.append((perf_counter() - began) * 1000)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        act()
    return f"{statistics.median(taken):,.0f} ms, {len(queries)} queries"


def main() -> None:
    call_command("migrate", verbosity=0)
    make_people()
    for name, span in SPANS.items():
        make_tweets(span)
        make_rising_hashtags(3)
        found = services.compute_trends()
        print(f"{connection.vendor}, {TWEETS:,} tweets in {name}: {len(found)} trends")
        print(f"  compute them  {measure_median(services.compute_trends)}", flush=True)
        print(f"  read them     {measure_median(timelines.trends)}", flush=True)


if __name__ == "__main__":
    main()

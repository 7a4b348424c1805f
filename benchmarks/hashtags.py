"""python -m benchmarks.hashtags: cost of followed hashtags in home, and of hashtags in a tweet.

On SQLite in memory, or on the empty database that DATABASE_URL names.
"""

from __future__ import annotations

import gc
import statistics
from datetime import timedelta
from functools import partial
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(ROOT_URLCONF="django_tweets.urls")

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from django_tweets import services, timelines
from django_tweets.models import Follow, Hashtag, Profile, Tweet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TWEETS = 200_000
PEOPLE = 2_000
FOLLOWED = 100
HASHTAGS = 500
ROUNDS = 60


def fill() -> Profile:
    """Create profiles and tweets, and return a reader.

    Three tweets in ten have a hashtag. A few hashtags are frequent.
    """
    rng = Random(7)
    Profile.objects.bulk_create(Profile(handle=f"p{n}") for n in range(PEOPLE))
    people = list(Profile.objects.all())
    reader = people[0]
    follows = [Follow(follower=reader, followed=each) for each in people[1 : FOLLOWED + 1]]
    Follow.objects.bulk_create(follows)
    Profile.objects.filter(pk=reader.pk).update(following_count=FOLLOWED)
    start = timezone.now() - timedelta(seconds=TWEETS)
    for begin in range(0, TWEETS, 5_000):
        Tweet.objects.bulk_create(
            Tweet(
                profile=rng.choice(people),
                content=f"number {n}{_hashtag(rng)}",
                created_at=start + timedelta(seconds=n),
            )
            for n in range(begin, begin + 5_000)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE django_tweets_tweet" if is_mysql() else "ANALYZE")
    return Profile.objects.get(pk=reader.pk)


def is_mysql() -> bool:
    return connection.vendor == "mysql"


def _hashtag(rng: Random) -> str:
    return f" #tag{int(rng.paretovariate(0.6)) % HASHTAGS}" if rng.random() < 0.3 else ""


def measure(contenders: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the median milliseconds of each contender; they take turns in each round."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for act in contenders.values():
        act()
    gc.collect()
    for _ in range(ROUNDS):
        for name, act in contenders.items():
            began = perf_counter()
            act()
            times[name].append(perf_counter() - began)
    return {name: statistics.median(each) * 1000 for name, each in times.items()}


def main() -> None:
    call_command("migrate", verbosity=0)
    reader = fill()
    hashtags = list(Hashtag.objects.order_by("-tweet_count")[:FOLLOWED])
    readers: dict[int, Profile] = {}
    for count in (0, 5, 100):
        # Each reader follows the same people, and count hashtags.
        other = Profile.objects.create(handle=f"reader{count}")
        mine = Follow.objects.filter(follower=reader)
        Follow.objects.bulk_create(
            Follow(follower=other, followed_id=key)
            for key in mine.values_list("followed_id", flat=True)
        )
        Profile.objects.filter(pk=other.pk).update(following_count=FOLLOWED)
        readers[count] = Profile.objects.get(pk=other.pk)
        for hashtag in hashtags[:count]:
            services.follow_hashtag(readers[count], hashtag)
    homes = {f"{n} hashtags": partial(timelines.home, each) for n, each in readers.items()}
    print(f"{connection.vendor}, {TWEETS:,} tweets, home of a reader of {FOLLOWED} people and")
    report(measure(homes))
    texts = ["hello", "hello #tag1", "hello #tag1 #tag2 #tag3 #tag4 #tag5"]
    writers = {text: partial(services.publish, reader, text) for text in texts}
    print("publishing the tweet")
    report(measure(writers))
    page = partial(timelines.hashtag_tweets, hashtags[0], reader)
    author = Profile.objects.get(handle="p5")
    lists = {
        f"its {hashtags[0].tweet_count:,} tweets": page,
        "a profile’s": partial(timelines.profile_tweets, author, reader),
    }
    print("the page of the most used hashtag, beside a profile")
    report(measure(lists))


def report(times: dict[str, float]) -> None:
    floor = next(iter(times.values()))
    for name, each in times.items():
        print(f"  {name:40} {each:7.2f} ms  {each / floor:5.2f}")


if __name__ == "__main__":
    main()

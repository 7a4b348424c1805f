"""python -m benchmarks.hiding: how long others wait while a profile is protected.

The profile has 3,000 tweets with ten hashtags each, one of which another profile uses meanwhile,
again and again. Needs DATABASE_URL, of an empty database; that of SQLite must be a file.
"""

from __future__ import annotations

import statistics
from threading import Event, Thread
from time import perf_counter

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(ROOT_URLCONF="django_tweets.urls")

from django.core.management import call_command
from django.db import connection

from django_tweets import services
from django_tweets.models import Hashtag, Profile, Tweet

TWEETS = 3_000
HASHTAGS = 10  # of each tweet
ROUNDS = 4


def publish_until(done: Event, author: Profile, times: list[float]) -> None:
    """Publish tweets one after the other, and append the seconds that each took."""
    while not done.is_set():
        began = perf_counter()
        services.publish(author, "another #popular one")
        times.append(perf_counter() - began)
    connection.close()


def make_text(number: int) -> str:
    """Return a text with the hashtag #popular and others."""
    others = " ".join(f"#tag{(number * 7 + n) % 500}" for n in range(HASHTAGS - 1))
    return f"#popular {others} {number}"


def measure(seconds: list[float]) -> str:
    """Return median and maximum in milliseconds."""
    median, longest = statistics.median(seconds) * 1000, max(seconds) * 1000
    return f"{len(seconds):5} tweets, median {median:6.1f} ms, longest {longest:7.1f} ms"


def main() -> None:
    call_command("migrate", verbosity=0)
    author, other = (Profile.objects.create(handle=handle) for handle in ("author", "other"))
    Tweet.objects.bulk_create(
        (Tweet(profile=author, content=make_text(n)) for n in range(TWEETS)),
        batch_size=500,
    )
    author.refresh_from_db()
    print(f"{connection.vendor}, a profile with {TWEETS:,} tagged tweets")
    for number in range(ROUNDS):
        done, times = Event(), list[float]()
        thread = Thread(target=publish_until, args=(done, other, times))
        thread.start()
        began = perf_counter()
        services.update_profile(author, is_protected=number % 2 == 0)
        took = perf_counter() - began
        done.set()
        thread.join()
        verb = "publish" if number % 2 else "protect"
        count = Hashtag.objects.get(key=b"popular".hex()).tweet_count
        print(
            f"  {verb} it: {took:5.2f} s, then {count:,} count; others meanwhile: {measure(times)}"
        )


if __name__ == "__main__":
    main()

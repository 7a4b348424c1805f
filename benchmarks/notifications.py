"""python -m benchmarks.notifications: a page, the unread count, and a like of a popular tweet.

On SQLite in memory, or on the empty database of DATABASE_URL. Tasks run in the request, as on a
site without a worker.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(ROOT_URLCONF="django_tweets.urls")

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.hashtags import is_mysql, measure, report
from django_tweets import services, snowflake, timelines
from django_tweets.models import (
    Like,
    Notification,
    NotificationActor,
    NotificationPreference,
    NotificationSettings,
    Profile,
    Tweet,
)

PEOPLE = 20_000
TWEETS = 100_000  # each has a like, and so a notification
STAR_TWEETS = 10_000  # tweets of the most popular author
FANS = 9_000  # likes of the star's best tweet
UNREAD = 100


def fill() -> tuple[Profile, Profile, Tweet]:
    """Create profiles, tweets and likes. Return the star, a newcomer, and the star's best tweet."""
    rng = Random(7)
    Profile.objects.bulk_create((Profile(handle=f"p{n}") for n in range(PEOPLE)), batch_size=5_000)
    star, newcomer, *people = Profile.objects.order_by("pk")
    authors = [star] * STAR_TWEETS + rng.choices(people, k=TWEETS - STAR_TWEETS)
    rng.shuffle(authors)
    authors[-1] = newcomer
    now = snowflake.first_id(timezone.now())
    keys = [now - (TWEETS - n) * 100_000_000 for n in range(TWEETS)]
    Tweet.objects.bulk_create(
        (
            Tweet(pk=key, profile=author, content=f"number {n}")
            for n, (key, author) in enumerate(zip(keys, authors, strict=True))
        ),
        batch_size=5_000,
    )
    best = next(tweet for tweet in Tweet.objects.filter(profile=star).order_by("-pk"))
    fans = {key: min(int(rng.paretovariate(1.2)), 50) for key in keys} | {best.pk: FANS}
    early = people[: PEOPLE // 2]  # the other half has liked nothing yet
    liked = {key: rng.sample(early, count) for key, count in fans.items()}
    _create_likes(dict(zip(keys, authors, strict=True)), liked)
    unread = Notification.objects.filter(recipient=star).order_by("-newest")[UNREAD]
    NotificationSettings.objects.create(profile=star, read_until=unread.newest)
    NotificationSettings.objects.create(profile=newcomer)
    for profile in (star, newcomer):
        NotificationPreference.objects.create(profile=profile, kind="follow", is_wanted=False)
    with connection.cursor() as cursor:
        tables = "django_tweets_notification, django_tweets_notificationactor, django_tweets_like"
        cursor.execute(f"ANALYZE TABLE {tables}" if is_mysql() else "ANALYZE")
    return star, newcomer, best


def _create_likes(authors: dict[int, Profile], liked: dict[int, list[Profile]]) -> None:
    """Create likes, and the notifications of them."""
    Like.objects.bulk_create(
        (Like(profile=fan, tweet_id=key) for key, fans in liked.items() for fan in fans),
        batch_size=10_000,
    )
    for key, fans in liked.items():
        Tweet.objects.filter(pk=key).update(like_count=len(fans))
    Notification.objects.bulk_create(
        (
            Notification(
                recipient=authors[key],
                kind="like",
                subject=key,
                tweet_id=key,
                is_addressed=False,
                count=len(fans),
                newest=key + len(fans),
            )
            for key, fans in liked.items()
        ),
        batch_size=5_000,
    )
    by_tweet = dict(Notification.objects.values_list("tweet_id", "pk"))
    NotificationActor.objects.bulk_create(
        (
            NotificationActor(notification_id=by_tweet[key], actor=fan, newest=key + place)
            for key, fans in liked.items()
            for place, fan in enumerate(fans, start=1)
        ),
        batch_size=10_000,
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    star, newcomer, best = fill()
    rows = NotificationActor.objects.count()
    print(f"{connection.vendor}, {TWEETS:,} notifications with {rows:,} actors")
    settings_of = {
        each.pk: NotificationSettings.objects.get(pk=each.pk) for each in (star, newcomer)
    }
    pages: dict[str, Any] = {
        "a profile": partial(timelines.profile_tweets, star, star),
        f"notifications, of {STAR_TWEETS:,}": partial(
            timelines.notifications, star, settings_of[star.pk]
        ),
        "notifications, of 1": partial(timelines.notifications, newcomer, settings_of[newcomer.pk]),
        f"unread count, with {UNREAD} unread": partial(timelines.unread_count, star),
    }
    report(measure(pages))
    quiet = Tweet.objects.exclude(profile=star).order_by("-pk")[50]
    fans = iter(Profile.objects.order_by("-pk")[:500])
    likes = {
        f"a like, after {count:,}": lambda tweet=tweet: services.like(next(fans), tweet)
        for count, tweet in ((quiet.like_count, quiet), (FANS, best))
    }
    report(measure(likes))


if __name__ == "__main__":
    main()

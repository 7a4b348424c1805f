"""python -m benchmarks.attachments: a home of twenty tweets with forty pictures, and one without.

Whole requests of a member through Django's handler, side by side. On SQLite in memory, or on the
empty database of DATABASE_URL.
"""

from __future__ import annotations

import platform
from functools import partial
from random import Random
from typing import Any

import django
from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
    )

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from benchmarks.card import make_text, measure_medians
from django_tweets import get_tweet_model, services, testing
from django_tweets.models import Attachment

urlpatterns = [path("tweets/", include("django_tweets.urls"))]

PER_TWEET = (1, 2, 3, 2)
"""Pictures of tweets in turn: forty of twenty."""

ALT = "A teapot and two cups on a wooden table, beside an open book"


def make_home(random: Random, *, has_pictures: bool) -> Client:
    """Create a member who follows four authors of twenty tweets, and return their browser."""
    name = "picture" if has_pictures else "plain"
    reader, *authors = (testing.make_profile(f"{name}{number}") for number in range(5))
    for author in authors:
        services.follow(reader, author)
    for number in range(20):
        tweet = testing.make_tweet(authors[number % 4], make_text(random))
        if number % 3 == 1:
            services.like(reader, tweet)
        if has_pictures:
            add_pictures(tweet, PER_TWEET[number % len(PER_TWEET)])
    client = Client()
    client.force_login(reader.user)
    return client


def add_pictures(tweet: Any, count: int) -> None:
    """Give tweet pictures: rows alone, since a page reads no file."""
    Attachment.objects.bulk_create(
        Attachment(
            kind="image",
            tweet_id=tweet.pk,
            owner_id=tweet.profile_id,
            position=position,
            file=f"django_tweets/attachments/{tweet.pk:032}/1920.webp",
            widths=[480, 960, 1920],
            width=1920,
            height=1280,
            alt=ALT,
            focus_x=0.3,
            placeholder="abc9870f0123",
        )
        for position in range(count)
    )
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(attachment_count=count)


def main() -> None:
    call_command("migrate", verbosity=0)
    homes: dict[str, Any] = {
        name: partial(make_home(Random("home"), has_pictures=has).get, "/tweets/")
        for name, has in (("without pictures", False), ("with forty pictures", True))
    }
    facts = {}
    for name, get in homes.items():
        get()
        with CaptureQueriesContext(connection) as queries:
            response = get()
        facts[name] = len(queries), len(response.content)
    found = measure_medians(homes)
    least = found["without pictures"]
    print(f"Python {platform.python_version()}, Django {django.__version__}.\n")
    print("| a home of 20 tweets | statements | bytes | ms of CPU | times |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, taken in found.items():
        statements, size = facts[name]
        print(f"| {name} | {statements} | {size:,} | {taken:.1f} | {taken / least:.2f} |")


if __name__ == "__main__":
    main()

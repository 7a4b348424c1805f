"""100,000 tweets in each database, created with bulk_create() as by an import."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connections

from benchmarks.home.router import use_database
from benchmarks.home.words import TAGS, WORDS
from django_tweets.models import Profile, SearchEntry, Tweet

from . import settings

TWEETS = 100_000
PEOPLE = 1_000
BATCH = 2_000
START = datetime(2025, 1, 1, tzinfo=UTC)

COMMON, UNCOMMON, RARE = "wednesday", "umbrella", "zeppelin"
INTERVALS = {COMMON: 10, UNCOMMON: 400, RARE: 4_000}
"""In every how many tweets each word occurs: 10,000, 250 and 25 times in all."""


def exists(alias: str) -> bool:
    """Whether the database exists with all tweets."""
    try:
        with use_database(alias):
            return SearchEntry.objects.count() >= TWEETS
    except Exception:
        connections[alias].close()
        return False


def create(alias: str) -> None:
    """Create the database with its tweets, in the place of an existing one."""
    _create_database(alias)
    random = Random("search")
    with use_database(alias):
        call_command("migrate", database=alias, verbosity=0)
        Profile.objects.bulk_create(
            Profile(handle=f"user{n}", display_name=f"{random.choice(WORDS).title()} {n}")
            for n in range(PEOPLE)
        )
        people = list(Profile.objects.order_by("pk"))
        for start in range(0, TWEETS, BATCH):
            Tweet.objects.bulk_create(
                Tweet(
                    profile=people[0] if number % 100 == 0 else random.choice(people),
                    content=_text(random, number),
                    created_at=START + timedelta(minutes=5 * number),
                )
                for number in range(start, start + BATCH)
            )
            print(f"{alias}: {start + BATCH:,} tweets", end="\r", flush=True)
        with connections[alias].cursor() as cursor:
            if alias == "mariadb":
                cursor.execute("ANALYZE TABLE django_tweets_searchentry, django_tweets_tweet")
                cursor.fetchall()
            else:
                cursor.execute("VACUUM ANALYZE" if alias == "postgresql" else "ANALYZE")


def _text(random: Random, number: int) -> str:
    words = random.choices(WORDS, k=random.randint(5, 30))
    words += [word for word, interval in INTERVALS.items() if number % interval == interval // 2]
    if random.random() < 0.2:
        words.append(random.choice(TAGS))
    if random.random() < 0.1:
        words.append(f"https://example.com/{random.choice(WORDS)}/{random.randint(1, 999)}")
    return " ".join(words).capitalize() + "."


def _create_database(alias: str) -> None:
    connection: Any = connections[alias]
    connection.close()
    if alias == "sqlite":
        settings.DATA.mkdir(parents=True, exist_ok=True)
        settings.DATABASES[alias]["NAME"].unlink(missing_ok=True)
        return
    name = connection.ops.quote_name(settings.DATABASES[alias]["NAME"])
    character_set = " CHARACTER SET utf8mb4" if alias == "mariadb" else ""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}{character_set}")

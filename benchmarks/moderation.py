"""python -m benchmarks.moderation: the queue of moderators at 100,000 open reports.

On SQLite, or in a test database of DATABASE_URL. Pages of the queue and of a case against that of a
profile with twenty tweets, in turns: the shortest times, and their ratio.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from time import perf_counter
from typing import Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(
        "django.contrib.sessions",
        ROOT_URLCONF="benchmarks.moderation",
        ALLOWED_HOSTS=["testserver"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
    )

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import ModerationCase, Report
from django_tweets.testing import make_profile

REPORTS = 100_000
PER_PERSON = 5
ROUNDS = 15

urlpatterns = [path("tweets/", include("django_tweets.urls"))]


def fill(reports: int) -> Any:
    """Make the reports, and a moderator with a page of tweets. Return the moderator."""
    profiles, tweets = get_profile_model(), get_tweet_model()
    people: Any = profiles._base_manager.bulk_create(
        [profiles(handle=f"p{n}") for n in range(reports // PER_PERSON)], batch_size=1000
    )
    moderator = make_profile("bench")
    moderator.user.user_permissions.set(Permission.objects.filter(codename="moderate"))
    tweets._base_manager.bulk_create(
        [tweets(profile=moderator, content=f"tweet {n}") for n in range(40)]
    )
    now = timezone.now()
    categories = ["spam", "abuse", "illegal", "other"]
    cases: list[ModerationCase] = []
    rows: list[Report] = []
    for n, person in enumerate(people):
        opened = now - timedelta(seconds=n)
        cases.append(
            ModerationCase(
                profile_id=person.pk,
                is_open=True,
                open_count=PER_PERSON,
                report_count=PER_PERSON,
                opened_at=opened,
                reported_at=opened,
            )
        )
        rows += [
            Report(profile_id=person.pk, category=categories[(n + i) % 4], comment="Please look.")
            for i in range(PER_PERSON)
        ]
    ModerationCase._base_manager.bulk_create(cases, batch_size=1000)
    Report._base_manager.bulk_create(rows, batch_size=1000)
    Report._base_manager.create(profile_id=people[-1].pk, category="screening")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor != "mysql" else f"ANALYZE TABLE {_tables()}")
    return moderator


def _tables() -> str:
    models: list[Any] = [ModerationCase, Report, get_profile_model()]
    return ", ".join(model._meta.db_table for model in models)


def main(reports: int = REPORTS) -> None:
    connection.creation.create_test_db(verbosity=0)
    moderator = fill(reports)
    client = Client()
    client.force_login(moderator.user)
    queue = reverse("django_tweets:moderation_case_list")
    pages = {
        "profile": moderator.get_absolute_url(),
        "queue": queue,
        "queue, newest": f"{queue}?order=newest",
        "queue, most reports": f"{queue}?order=most",
        "queue, one category": f"{queue}?category=illegal",
        "queue, a rare category": f"{queue}?category=screening",
        "case": reverse("django_tweets:moderation_case_detail", args=["p7"]),
        "log": reverse("django_tweets:moderation_action_list"),
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    for round_number in range(ROUNDS + 3):
        for name, url in pages.items():
            start = perf_counter()
            response = client.get(url)
            if round_number >= 3:
                times[name].append(perf_counter() - start)
            if response.status_code != 200:
                raise RuntimeError(f"{name}: {response.status_code}")
    print(f"{connection.vendor}, {reports:,} open reports")
    base = min(times["profile"])
    for name, url in pages.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        best = min(times[name])
        print(f"{name:24} {best * 1000:6.1f} ms  {best / base:4.2f}  {len(captured)} statements")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

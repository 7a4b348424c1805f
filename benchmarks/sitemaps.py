"""python -m benchmarks.sitemaps: our files, and files of the same size by Django's OFFSET.

On SQLite, or in a test database of DATABASE_URL. CPU time, best of three rounds.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure("django.contrib.sitemaps", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])

from django.contrib.sitemaps import Sitemap, views
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import include, path

from django_tweets import get_profile_model, get_tweet_model, services, sitemaps, snowflake
from django_tweets.sitemaps import TweetSitemap

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 500_000
PEOPLE = 5_000
ROUNDS = 3


class DjangoSitemap(Sitemap):
    """The same rows in the pages of Django's sitemap."""

    limit = TweetSitemap.limit
    location = TweetSitemap.location
    lastmod = TweetSitemap.lastmod

    def items(self) -> Any:
        return TweetSitemap().items().order_by("pk")

    def get_latest_lastmod(self) -> None:
        """Return None: otherwise Django reads all rows for it."""


SITEMAPS: dict[str, tuple[Any, Any]] = {
    "ours": (sitemaps, {"sitemaps": {"tweets": TweetSitemap}}),
    "django": (views, {"sitemaps": {"tweets": DjangoSitemap}}),
}
urlpatterns = [
    path("tweets/", include("django_tweets.urls")),
    *(
        pattern
        for name, (module, options) in SITEMAPS.items()
        for pattern in (
            path(
                f"{name}.xml",
                module.index,
                {**options, "sitemap_url_name": f"{name}-sitemap"},
            ),
            path(f"{name}-<section>.xml", module.sitemap, options, name=f"{name}-sitemap"),
        )
    ),
]


def fill(rows: int) -> None:
    """Insert tweets in SQL, half a minute apart."""
    profiles: Any = get_profile_model()
    tweets = get_tweet_model()
    people: list[Any] = profiles.objects.bulk_create(
        [profiles(pk=n + 1, handle=f"p{n}") for n in range(PEOPLE)]  # see profile_id below
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    (first,) = tweets.objects.bulk_create(
        [
            tweets(
                id=snowflake.first_id(start),
                profile=people[0],
                content="The library opens at ten, and what nobody borrows is read aloud.",
                created_at=start,
            )
        ]
    )
    made = {
        "id": f"t.id + n * {30_000 << 22}",
        "profile_id": f"t.profile_id + (n * 7919) %% {PEOPLE}",
        "visibility": "CASE WHEN n %% 20 = 0 THEN 'unlisted' ELSE 'public' END",
    }
    names = [str(field.column) for field in tweets._meta.concrete_fields]
    table = tweets._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers (n) AS"
            f" (SELECT CAST(1 AS bigint)"
            f" UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
            f" INSERT INTO {table} ({', '.join(names)})"
            f" SELECT {', '.join(made.get(name, f't.{name}') for name in names)}"
            f" FROM numbers, {table} t WHERE t.id = %s",
            [rows - 1, first.pk],
        )
        cursor.execute("ANALYZE")


def read_file(name: str, number: int) -> int:
    """Read the rows of one file and return their number."""
    sitemap = SITEMAPS[name][1]["sitemaps"]["tweets"]()
    return len(sitemap.paginator.page(number).object_list)


def get(address: str, **options: Any) -> Any:
    """Return the response to a visitor."""
    return Client().get(address, **options)


def measure(work: Callable[[], Any]) -> float:
    """Return the CPU milliseconds of work, in Python and in PostgreSQL: best of three."""
    spent = []
    for _ in range(ROUNDS):
        server, client = server_time(), process_time()
        work()
        client = process_time() - client
        spent.append(1000 * (client + server_time() - server))
    return min(spent)


def server_time() -> float:
    """Return CPU seconds of the database server, if it is another process, in ticks of 10 ms."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text()
    return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def main(rows: int = ROWS) -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill(rows)
        cache.clear()
        start = process_time(), server_time()
        keys = services.compute_sitemap_keys()
        cold = process_time() - start[0] + server_time() - start[1]
        print(f"{connection.vendor}, {rows:,} tweets; {keys:,} keys: {1000 * cold:,.0f} ms")
        print("| | ours | Django’s |\n| --- | ---: | ---: |")
        files = rows // TweetSitemap.limit
        last = files * 9 // 10
        tags = {name: get(f"/{name}-tweets.xml?p={last}").get("ETag", "-") for name in SITEMAPS}
        table: dict[str, Callable[[str], Any]] = {
            "the index": lambda name: get(f"/{name}.xml"),
            "rows of file 1": lambda name: read_file(name, 1),
            f"rows of file {last}": lambda name: read_file(name, last),
            f"file {last}": lambda name: get(f"/{name}-tweets.xml?p={last}"),
            f"file {last}, asked again": lambda name: get(
                f"/{name}-tweets.xml?p={last}", headers={"If-None-Match": tags[name]}
            ),
        }
        for label, work in table.items():
            cells = [f"{measure(partial(work, name)):,.0f}" for name in SITEMAPS]
            print(f"| {label} | {' | '.join(cells)} |", flush=True)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

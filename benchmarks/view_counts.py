"""python -m benchmarks.view_counts: what counting views costs a page, and a request of the script.

Pages with and without the setting alternate, so that both meet the same machine. REDIS_URL names
the Redis of the cache; without it, the cache is the memory of the process.
"""

from __future__ import annotations

import gc
import os
import statistics
from time import process_time
from typing import TYPE_CHECKING, Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    if url := os.environ.get("REDIS_URL"):
        backend = "django.core.cache.backends.redis.RedisCache"
        caches = {"default": {"BACKEND": backend, "LOCATION": url}}
    else:
        caches = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    configure(
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        ALLOWED_HOSTS=["testserver"],
        CACHES=caches,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
    )

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from django_tweets import services, testing
from django_tweets.services import view_stores

if TYPE_CHECKING:
    from collections.abc import Callable

urlpatterns = [path("tweets/", include("django_tweets.urls"))]

ROUNDS = 30


def measure(*works: Callable[[], Any]) -> list[float]:
    """Return the median milliseconds of CPU time of each of works, which take turns."""
    times: list[list[float]] = [[] for _ in works]
    gc.disable()
    for _ in range(ROUNDS):
        for work, found in zip(works, times, strict=True):
            began = process_time()
            work()
            found.append(1000 * (process_time() - began))
    gc.enable()
    return [statistics.median(found[ROUNDS // 10 :]) for found in times]


def count_statements(work: Callable[[], Any]) -> int:
    """Return the number of statements of work."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def main() -> None:
    """Print a line for each reader, and one for a flush."""
    call_command("migrate", verbosity=0)
    view_stores.MAX_PER_SENDER = 10**9
    author, reader = testing.make_profile(), testing.make_profile()
    keys = [testing.make_tweet(author, f"tweet {n} of a #day").pk for n in range(40)][-20:]
    services.follow(reader, author)
    on = {"DJANGO_TWEETS_VIEW_COUNTS": True}
    for name, profile in [("visitor", None), ("member", reader), ("author", author)]:
        client = Client()
        if profile is not None:
            client.force_login(profile.user)
        page = reverse("django_tweets:explore")

        def read(client: Client = client, page: str = page) -> None:
            assert client.get(page).status_code == 200

        def read_on(read: Callable[[], None] = read) -> None:
            with override_settings(**on):
                read()

        def read_off(read: Callable[[], None] = read) -> None:
            with override_settings(DJANGO_TWEETS_VIEW_COUNTS=False):
                read()

        def send(client: Client = client) -> None:
            data = {"tweets": " ".join(map(str, keys))}
            with override_settings(**on):
                assert client.post(reverse("django_tweets:tweet_views"), data).status_code == 204

        works = (read_off, read_on, send)
        for work in works:
            work()  # fills caches
        counts = [count_statements(work) for work in works]
        off, counted, sent = measure(*works)
        print(
            f"{name}: page {off:.2f} ms off, {counted:.2f} ms on ({counted / off:.3f}); "
            f"report of 20 {sent:.2f} ms ({sent / off:.3f}). Statements: {counts}"
        )
    window = view_stores.get_window()
    began = process_time()
    views = sum(view_stores.get_store().read(window).values())
    print(f"{views:,} views of a window read in {1000 * (process_time() - began):.1f} ms")


if __name__ == "__main__":
    main()

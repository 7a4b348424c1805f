"""python -m benchmarks.scaling_costs: costs of each request, in docs/_benchmarks/scaling.json.

For benchmarks.scaling. It fills the empty PostgreSQL database of DATABASE_URL, sends each request
of the mix to the site through Django's handler, and notes for each: CPU time of the web process and
of PostgreSQL's process, statements, bytes of the response, and bytes of WAL. CPU time is that of
the process, as the kernel counts it, so other work on the machine hardly changes it. Then it
measures bytes of a tweet, a like and a follow, and what a delivery to a home in Redis takes
(BENCH_REDIS_URL).
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure(
        "django.contrib.sessions",
        "django.contrib.messages",
        ALLOWED_HOSTS=["testserver"],
        LOGIN_URL="/",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
    )

import redis
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from django_tweets import services, snowflake
from django_tweets.models import Follow, Profile, Tweet

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = Path(__file__).parent.parent / "docs" / "_benchmarks" / "scaling.json"
REDIS_URL = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/8")
PEOPLE = 5_000
FOLLOWS = 40  # of each
TWEETS = 100_000
ROUNDS = 60
WRITES = 500  # of each kind, to measure bytes
DELIVERIES = 100_000
HOME_SIZE = 800  # ids in a home in Redis
WORDS = ["coffee", "tea", "train", "rain", "music", "garden", "kitchen", "football", "bread"]

urlpatterns = [path("tweets/", include("django_tweets.urls"))]


def make_text(rng: Random) -> str:
    """Return a tweet of usual length, some with a hashtag or a mention."""
    text = " ".join(rng.choices(WORDS, k=rng.randrange(4, 16)))
    hashtag = f" #{rng.choice(WORDS)}" if rng.random() < 0.3 else ""
    mention = f" @p{rng.randrange(PEOPLE)}" if rng.random() < 0.3 else ""
    return f"{text}{hashtag}{mention}"


def fill(rng: Random) -> None:
    """Create members, follows and tweets."""
    users = User.objects.bulk_create([User(username=f"p{n}") for n in range(PEOPLE)])
    Profile.objects.bulk_create([Profile(user=user, handle=user.username) for user in users])
    keys = list(Profile.objects.order_by("pk").values_list("pk", flat=True))
    Follow.objects.bulk_create(
        (
            Follow(follower_id=key, followed_id=other)
            for key in keys
            for other in {*rng.sample(keys, FOLLOWS)} - {key}
        ),
        batch_size=10_000,
    )
    now = snowflake.first_id(timezone.now())
    Tweet.objects.bulk_create(
        (
            Tweet(
                pk=now - (TWEETS - n) * 100_000_000,
                profile_id=rng.choice(keys),
                content=make_text(rng),
            )
            for n in range(TWEETS)
        ),
        batch_size=5_000,
    )
    call_command("rebuild_search", verbosity=0)
    call_command("recount", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def server_seconds(pid: int) -> float:
    """Return the CPU time of a process in seconds. The kernel counts it in nanoseconds."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def ask(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


class Meter:
    """Measures work that the site does, and PostgreSQL for it."""

    def __init__(self) -> None:
        self.pid = ask("SELECT pg_backend_pid()")

    def measure(self, name: str, works: list[Callable[[], int]]) -> dict[str, float]:
        """Return the means of works. Each returns the number of bytes that it sends."""
        statements: list[str] = []

        def record(execute: Any, sql: str, *args: Any) -> Any:
            statements.append(sql)
            return execute(sql, *args)

        works[0]()  # the first is the warm-up
        works = works[1:]
        wal = ask("SELECT pg_current_wal_insert_lsn() - '0/0'")
        server, web, sent = server_seconds(self.pid), process_time(), 0
        with connection.execute_wrapper(record):
            for work in works:
                sent += work()
        web, server = process_time() - web, server_seconds(self.pid) - server
        wal = ask("SELECT pg_current_wal_insert_lsn() - '0/0'") - wal
        count = len(works)
        result = {
            "web_ms": round(web / count * 1e3, 2),
            "database_ms": round(server / count * 1e3, 2),
            "statements": round(len(statements) / count, 1),
            "response_bytes": round(sent / count),
            "wal_bytes": round(float(wal) / count),
        }
        print(f"{name}: {result}", flush=True)
        return result


def measure_requests(rng: Random) -> dict[str, dict[str, float]]:
    """Measure each request of the mix, by members who come once, and have a session."""
    meter = Meter()
    people = list(Profile.objects.select_related("user").order_by("pk")[: ROUNDS + 1])
    clients = [_log_in(person) for person in people]
    tweets: list[Any] = rng.sample(
        list(Tweet.objects.select_related("profile").order_by("-pk")[:20_000]), ROUNDS + 1
    )
    others = [_find_stranger(person) for person in people]
    newest = Tweet.objects.latest("pk").pk

    def get(url_of: Callable[[int], str]) -> list[Callable[[], int]]:
        return [lambda n=n: _get(clients[n], url_of(n)) for n in range(ROUNDS + 1)]  # type: ignore[misc]  # mypy can't infer it

    def post(url_of: Callable[[int], str], data: Any = None) -> list[Callable[[], int]]:
        return [
            lambda n=n: _post(clients[n], url_of(n), data and data(n))  # type: ignore[misc]  # as above
            for n in range(ROUNDS + 1)
        ]

    def of_tweet(name: str) -> Callable[[int], str]:
        return lambda n: _url(name, tweets[n].profile.handle, tweets[n].pk)

    works = {
        "home": get(lambda n: _url("home")),
        "poll": get(lambda n: f"{_url('home_new')}?after={newest}"),
        "thread": get(of_tweet("tweet_detail")),
        "profile": get(lambda n: _url("profile_detail", tweets[n].profile.handle)),
        "search": get(lambda n: f"{_url('search')}?q={rng.choice(WORDS)}+{rng.choice(WORDS)}"),
        "notifications": get(lambda n: _url("notifications")),
        "like": post(of_tweet("tweet_like")),
        "tweet": post(lambda n: _url("tweet_create"), lambda n: {"content": make_text(rng)}),
        "follow": post(lambda n: _url("profile_follow", others[n].handle)),
    }
    return {name: meter.measure(name, work) for name, work in works.items()}


def _find_stranger(person: Profile) -> Profile:
    """Return a profile that person does not follow."""
    known = Follow.objects.filter(follower=person).values("followed")
    return Profile.objects.exclude(pk__in=known).exclude(pk=person.pk).order_by("-pk")[0]


def _log_in(person: Profile) -> Client:
    client = Client()
    client.force_login(person.user)  # type: ignore[arg-type]  # each has one
    return client


def _url(name: str, *arguments: Any) -> str:
    return reverse(f"django_tweets:{name}", args=arguments)


def _get(client: Client, url: str) -> int:
    return _size_of(client.get(url))


def _post(client: Client, url: str, data: Any) -> int:
    return _size_of(client.post(url, data, headers={"X-Tweets-Fragment": "1"}))


def _size_of(response: Any) -> int:
    if response.status_code >= 400:
        raise RuntimeError(f"{response.status_code}: {response.content[:500]}")
    return len(response.content)


def measure_bytes(rng: Random) -> dict[str, int]:
    """Return the bytes that a tweet, a like and a follow take in all tables and indexes."""
    people = list(Profile.objects.order_by("pk")[:WRITES])
    tweets = list(Tweet.objects.order_by("-pk")[:WRITES])
    others = list(Profile.objects.order_by("-pk")[:WRITES])
    works: dict[str, Callable[[int], Any]] = {
        "tweet": lambda n: services.publish(people[n], make_text(rng)),
        "like": lambda n: services.like(people[n], tweets[-n - 1]),
        "follow": lambda n: services.follow(people[n], others[n]),
    }
    found = {"member": round(_table_bytes((Profile, User)) / PEOPLE)}
    for name, work in works.items():
        before = _table_bytes()
        for n in range(WRITES):
            work(n)
        found[name] = round((_table_bytes() - before) / WRITES)
    return found


def _table_bytes(models: Any = ()) -> int:
    """Return the bytes of the tables of models, or of all tables, with their indexes."""
    names = ", ".join(f"'{model._meta.db_table}'" for model in models)
    condition = f"AND relname IN ({names})" if names else ""
    sql = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
    return int(ask(f"{sql} {condition}"))


def measure_redis() -> dict[str, float]:
    """Return what Redis takes for a delivery to a home, and the bytes of a full home."""
    server = redis.Redis.from_url(REDIS_URL)
    keys = [f"bench:scaling:{n}" for n in range(1_000)]
    now = snowflake.first_id(timezone.now())
    before = _redis_seconds(server)
    for start in range(0, DELIVERIES, 1_000):
        pipeline = server.pipeline(transaction=False)
        for number, key in enumerate(keys):
            pipeline.lpush(key, now + (start + number) * 4_194_304)
            pipeline.ltrim(key, 0, HOME_SIZE - 1)
        pipeline.execute()
    seconds = _redis_seconds(server) - before
    for number in range(HOME_SIZE):
        server.lpush(keys[0], now + number * 4_194_304)
    size = server.memory_usage(keys[0], samples=0)
    server.delete(*keys)
    return {
        "delivery_us": round(seconds / DELIVERIES * 1e6, 2),
        "home_bytes": int(size or 0),
    }


def _redis_seconds(server: redis.Redis) -> float:
    found: Any = server.info("cpu")
    return float(found["used_cpu_user"]) + float(found["used_cpu_sys"])


def main() -> None:
    """Measure, and write the file."""
    rng = Random(7)
    call_command("migrate", verbosity=0)
    if not Profile.objects.exists():
        fill(rng)
    costs = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL {ask('SHOW server_version')}",
        "site": {"members": PEOPLE, "tweets": TWEETS, "follows_of_each": FOLLOWS},
        "requests": measure_requests(rng),
        "bytes": measure_bytes(rng),
        "redis": measure_redis(),
    }
    TARGET.write_text(f"{json.dumps(costs, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

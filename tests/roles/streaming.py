"""Use a site with a streaming replica whose replay is paused. Print the faults.

tests/roles/test_streaming_replica.py starts the servers and this. It is a process of its own,
because the databases of a test run are those of DATABASE_URL.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

import django
from django.core.management import call_command
from django.db import connections
from django.test import Client, RequestFactory
from django.test.utils import setup_test_environment
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

statements: list[str] = []
"""What the replica was asked for."""


def main(stop_replica: Callable[[], None], start_replica: Callable[[], None]) -> list[str]:
    """Return the faults of the site."""
    django.setup()
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    call_command("check", fail_level="WARNING", databases=["default"], stdout=StringIO())
    wait_for_replay()
    with connections["replica"].execute_wrapper(record):
        wrong = [*publish_while_paused(), *write_while_paused()]
        wrong += read_while_away(stop_replica, start_replica)
    connections.close_all()
    return wrong


def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    statements.append(sql)
    return execute(sql, params, many, context)


def wait_for_replay() -> None:
    """Wait until the replica has applied all that is written so far."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        (written,) = cursor.fetchone()
    with connections["replica"].cursor() as cursor:
        for _ in range(1_000):
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.01)
    raise AssertionError("The replica does not follow.")


@contextmanager
def paused_replay() -> Iterator[None]:
    """Let the replica stay as it is, and catch up at the end."""
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_replay_pause()")
        for _ in range(1_000):
            cursor.execute("SELECT pg_get_wal_replay_pause_state()")
            if cursor.fetchone() == ("paused",):
                break
            time.sleep(0.01)
    try:
        yield
    finally:
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_wal_replay_resume()")
        wait_for_replay()


def log_in(profile: Any) -> Client:
    client = Client()
    client.force_login(profile.user)
    return client


def publish_while_paused() -> list[str]:
    """Ada publishes. She sees her tweet at once; bob, who follows her, when the replica has it."""
    from django_tweets import get_tweet_model, services  # noqa: PLC0415 - models are ready by now
    from django_tweets.routers import reads_from_write_database  # noqa: PLC0415
    from tests.factories import make_profile  # noqa: PLC0415

    with reads_from_write_database():
        ada, bob = make_profile("ada"), make_profile("bob")
        services.follow(bob, ada)
    as_ada, as_bob = log_in(ada), log_in(bob)
    wait_for_replay()
    wrong = []
    with paused_replay():
        statements.clear()
        as_ada.post(reverse("django_tweets:tweet_create"), {"content": "brand new"})
        with reads_from_write_database():
            tweet: Any = get_tweet_model().objects.get()
        names = [("home",), ("tweet_detail", ada.handle, tweet.pk), ("profile_detail", ada.handle)]
        pages = [reverse(f"django_tweets:{name}", args=args) for name, *args in names]
        wrong += [f"ada does not see {page}" for page in pages if not _shows(as_ada, page)]
        wrong += [f"ada has read from the replica: {sql}" for sql in statements]
        early = [page for page in (pages[0], pages[2]) if _shows(as_bob, page)]
        wrong += [f"bob sees too early: {page}" for page in early]
        wrong += [] if _read_delay() else ["the health view shows no delay of a paused replica"]
    wrong += [] if _read_delay() == 0 else ["the health view shows a delay, and there is none"]
    statements.clear()
    wrong += [f"bob does not see {page}" for page in pages if not _shows(as_bob, page)]
    return [*wrong, *([] if statements else ["bob has not read from the replica"])]


def _shows(client: Client, page: str) -> bool:
    response = client.get(page)
    return response.status_code == 200 and "brand new" in response.content.decode()


def write_while_paused() -> list[str]:
    """Use forms about a tweet that the replica doesn't have. None of them may read from there."""
    from django_tweets import get_profile_model, get_tweet_model  # noqa: PLC0415 - models are ready
    from django_tweets.routers import reads_from_write_database  # noqa: PLC0415
    from tests.roles.run import refuse_writes  # noqa: PLC0415

    with reads_from_write_database():
        client = log_in(get_profile_model().objects.get(handle="bob"))
    wrong = []
    with connections["replica"].execute_wrapper(refuse_writes), paused_replay():
        client.post(reverse("django_tweets:tweet_create"), {"content": "hello @ada #tea"})
        with reads_from_write_database():
            tweet = get_tweet_model().objects.latest("pk").pk
        forms: list[tuple[str, list[Any], dict[str, str]]] = [
            ("tweet_reply", ["bob", tweet], {"content": "and @bob"}),
            ("tweet_like", ["bob", tweet], {}),
            ("tweet_retweet", ["bob", tweet], {}),
            ("tweet_update", ["bob", tweet], {"content": "hello again @ada #coffee"}),
            ("profile_unfollow", ["ada"], {}),
            ("profile_edit", [], {"display_name": "Bob", "handle": "bob"}),
            ("tweet_delete", ["bob", tweet], {}),
        ]
        for name, arguments, data in forms:
            statements.clear()
            response = client.post(reverse(f"django_tweets:{name}", args=arguments), data)
            if response.status_code != 302:
                wrong.append(f"{name}: {response.status_code}")
            wrong += [f"{name} has read from the replica: {sql}" for sql in statements]
    return wrong


def _read_delay() -> Any:
    """Return the seconds that the replica is behind, as monitoring gets them."""
    from django_tweets.health import ReadinessView, views  # noqa: PLC0415 - models are ready

    views.KEPT_SECONDS = -1
    token = "a-token-of-the-monitoring"
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
    response: Any = ReadinessView.as_view(token=token)(request)
    return json.loads(response.content)["checks"]["replica replica"]["seconds_behind"]


class Lines(logging.Handler):
    """Collects lines of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def read_while_away(stop: Callable[[], None], start: Callable[[], None]) -> list[str]:
    """Kill the replica while its connections are open, and start it again."""
    from django_tweets import (  # noqa: PLC0415 - models are ready
        circuit_breaker,
        get_profile_model,
    )

    handler = Lines()
    circuit_breaker.logger.addHandler(handler)
    circuit_breaker.MIN_PAUSE = circuit_breaker.MAX_PAUSE = 0
    client = log_in(get_profile_model().objects.get(handle="bob"))
    page = reverse("django_tweets:profile_detail", args=["ada"])
    statements.clear()
    wrong = [] if _shows(client, page) and statements else ["the page is not read from the replica"]
    stop()
    wrong += [f"the page is empty, visit {n}" for n in range(3) if not _shows(client, page)]
    start()
    statements.clear()
    wrong += [] if _shows(client, page) and statements else ["the replica is not used again"]
    if [line.split(":")[0] for line in handler.lines] != [
        "Replica replica is away",
        "Replica replica is back.",
    ]:
        wrong.append(f"The log says {handler.lines}")
    return wrong


def _ask(order: str) -> Callable[[], None]:
    """Return a function that lets the parent process do something with the replica."""

    def ask() -> None:
        print(order, flush=True)
        sys.stdin.readline()

    return ask


if __name__ == "__main__":
    sys.exit("\n".join(main(_ask("stop"), _ask("start"))) or 0)

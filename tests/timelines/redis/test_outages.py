"""Homes while Redis is away or slow, and after it is back."""

from __future__ import annotations

import socket
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import redis

from django_tweets import circuit_breaker, get_profile_model, services, timelines
from django_tweets.contrib.redis import tasks
from django_tweets.contrib.redis.models import Failure, PulledAuthor, count_failure
from django_tweets.timelines.backends import get_backend
from scripts.servers.redis_nodes import RedisServer
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.timelines.redis.conftest import BACKEND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.redis

AWAY = "Redis is away: the database is asked for homes"
BACK = "Redis is back."


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server that is away be tried again at once."""
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 0)
    monkeypatch.setattr(circuit_breaker, "SLOWNESS", 0)


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    """A Redis that has the homes of the site."""
    server = RedisServer(tmp_path / "redis")
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": BACKEND, "OPTIONS": {"url": server.url}}
    server.start()
    yield server
    server.stop()


@contextmanager
def run_hanging_server() -> Iterator[str]:
    """Yield the URL of a server that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


def home(member: Profile) -> list[Tweet]:
    return timelines.home(get_profile_model()._rows.get(pk=member.pk)).rows


def is_stored(member: Profile) -> bool:
    backend: Any = get_backend()
    found = backend.store.get(member.pk)
    return found is not None and found.is_ready


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines about Redis."""
    lines = [record.message for record in caplog.records if record.name == "django_tweets"]
    return [line.partition(" (")[0] for line in lines]


@pytest.mark.django_db(transaction=True)
def test_outage_is_logged_once_and_homes_come_from_the_database(
    server: RedisServer, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    services.follow(bob, ada)
    tweets = [make_tweet(ada)]
    assert home(bob) == tweets
    server.stop()
    for _ in range(3):
        assert home(bob) == tweets
        tweets.insert(0, make_tweet(ada))
    assert home(bob) == tweets
    assert messages(caplog) == [AWAY]
    server.start()  # empty: what was in its memory is lost
    assert home(bob) == tweets
    assert is_stored(bob)
    assert messages(caplog) == [AWAY, BACK]
    tweets.insert(0, make_tweet(ada))
    assert home(bob) == tweets


@pytest.mark.django_db(transaction=True)
def test_home_that_has_missed_a_tweet_is_read_again(
    server: RedisServer, ada: Profile, bob: Profile, settings: Any
) -> None:
    """Redis couldn't be reached by a worker, and kept what it had."""
    services.follow(bob, ada)
    tweets = [make_tweet(ada)]
    assert home(bob) == tweets
    here = settings.DJANGO_TWEETS_TIMELINE
    nowhere = {**here, "OPTIONS": {**here["OPTIONS"], "url": "redis://127.0.0.1:1"}}
    settings.DJANGO_TWEETS_TIMELINE = nowhere
    tweets.insert(0, make_tweet(ada))
    settings.DJANGO_TWEETS_TIMELINE = here
    assert Failure._base_manager.get().total == 1
    assert is_stored(bob)  # without that tweet
    assert home(bob) == tweets
    settings.DJANGO_TWEETS_TIMELINE = nowhere
    tweets.insert(0, make_tweet(ada))
    settings.DJANGO_TWEETS_TIMELINE = here
    assert Failure._base_manager.get().total == 2
    assert home(bob) == tweets
    assert home(bob) == tweets


@pytest.mark.django_db(transaction=True)
def test_member_without_follows_has_no_failure_twice(
    server: RedisServer, ada: Profile, bob: Profile
) -> None:
    Failure._base_manager.create(pk=1, total=3)
    assert home(bob) == []
    backend: Any = get_backend()
    assert backend.store.get(bob.pk).failures == 3


@pytest.mark.django_db(transaction=True)
def test_homes_that_could_not_be_removed_are_stale(
    server: RedisServer, ada: Profile, bob: Profile, settings: Any
) -> None:
    services.follow(bob, ada)
    first = make_tweet(ada)
    assert home(bob) == [first]
    here = settings.DJANGO_TWEETS_TIMELINE
    options = {**here["OPTIONS"], "max_followers": 0}
    settings.DJANGO_TWEETS_TIMELINE = {**here, "OPTIONS": {**options, "url": "redis://127.0.0.1:1"}}
    second = make_tweet(ada)
    settings.DJANGO_TWEETS_TIMELINE = {**here, "OPTIONS": options}
    third = make_tweet(ada)
    assert home(bob) == [third, second, first]


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_for_redis_while_it_hangs(
    ada: Profile,
    bob: Profile,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 3600)
    monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", 3600)
    services.follow(bob, ada)
    with run_hanging_server() as url:
        settings.DJANGO_TWEETS_TIMELINE = {
            "BACKEND": BACKEND,
            "OPTIONS": {"url": url, "timeout": 0.02},
        }
        tweets = [make_tweet(ada)]
        for _ in range(3):
            assert home(bob) == tweets
            tweets.insert(0, make_tweet(ada))
        assert home(bob) == tweets
    assert messages(caplog) == [AWAY]
    assert Failure._base_manager.get().total == 4


@pytest.mark.django_db(transaction=True)
def test_redis_that_refuses_is_away(
    server: RedisServer, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    """As when its memory is full."""
    services.follow(bob, ada)
    tweet = make_tweet(ada)
    client = redis.Redis.from_url(server.url)
    client.config_set("maxmemory", 1)
    assert home(bob) == [tweet]
    assert not is_stored(bob)
    assert AWAY in messages(caplog)
    client.config_set("maxmemory", 0)
    assert home(bob) == [tweet]
    assert is_stored(bob)


@pytest.mark.django_db(transaction=True)
def test_error_in_the_answer_to_a_script_is_noticed(
    server: RedisServer, ada: Profile, bob: Profile
) -> None:
    """As when somebody else has a key of that name."""
    services.follow(bob, ada)
    backend: Any = get_backend()
    redis.Redis.from_url(server.url).lpush(backend.store.name(bob.pk), "something")
    tweet = make_tweet(ada)
    assert Failure._base_manager.get().total == 1
    assert home(bob) == [tweet]


@pytest.mark.django_db(transaction=True)
def test_home_is_not_stored_while_redis_is_away(
    server: RedisServer, ada: Profile, bob: Profile
) -> None:
    server.stop()
    tasks.store_home.func(bob.pk)
    server.start()
    assert not is_stored(bob)


@pytest.mark.django_db
def test_failures_of_two_processes_are_both_counted(ada: Profile) -> None:
    with run_before_statement("SAVEPOINT", lambda: Failure._base_manager.create(pk=1, total=5)):
        count_failure()
    row = Failure._base_manager.get()
    assert (row.total, str(row)) == (6, "6")


@pytest.mark.django_db
def test_pulled_author_has_a_name(ada: Profile) -> None:
    assert str(PulledAuthor(profile=ada)) == str(ada.pk)


@pytest.mark.django_db(transaction=True)
def test_home_that_becomes_stale_while_redis_goes_away(
    server: RedisServer, ada: Profile, bob: Profile
) -> None:
    services.follow(bob, ada)
    tweet = make_tweet(ada)
    assert home(bob) == [tweet]
    other = make_profile()
    older = make_tweet(other)
    services.follow(bob, other)
    backend: Any = get_backend()
    store = backend.store

    class Store(type(store)):  # type: ignore[misc]  # of the backend that the site has now
        """Redis stops after a home was read from it."""

        def claim(self, member: Any) -> bool:
            server.stop()
            return bool(super().claim(member))

    backend.store = Store(store.server, store.prefix, store.keep, store.max_age)
    assert home(bob) == [older, tweet]

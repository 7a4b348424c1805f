"""The event stream of real servers, with a real Redis and a real PostgreSQL."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from django_tweets import live, services
from django_tweets.models import Block, Follow, Hashtag
from django_tweets.text import hashtag_key
from tests.factories import TWEET_EXTRA, make_profile
from tests.live.servers import Server, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("sqlite", "postgresql"),
    pytest.mark.redis,
]

# Each server with one of the backends.
IS_POSTGRES = connection.vendor == "postgresql"
# What ends without news is noticed at a heartbeat, long before the next recheck.
PACE = {"interval": 0.05, "heartbeat": 0.3, "recheck": 60, "per_member": 2}


@pytest.fixture(scope="module")
def running(database: dict[str, Any], redis_url: str) -> Iterator[tuple[Server, dict[str, Any]]]:
    """A server and the setting that it has."""
    package = "django_tweets.live"
    stream: dict[str, Any] = {"BACKEND": f"{package}.PostgresStream", "OPTIONS": PACE}
    if not IS_POSTGRES:
        stream = {"BACKEND": f"{package}.RedisStream", "OPTIONS": {"url": redis_url, **PACE}}
    name = "daphne" if IS_POSTGRES else "uvicorn"
    with serve(name, **database, DJANGO_TWEETS_STREAM=stream) as server:
        yield server, stream


@pytest.fixture
def server(running: tuple[Server, dict[str, Any]], settings: Any) -> Iterator[Server]:
    """A server, for which this process publishes. Its streams end with the test."""
    running_server, settings.DJANGO_TWEETS_STREAM = running
    yield running_server
    running_server.close()


def publish(author: Profile, content: str = "hello", **fields: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **fields)


def ids(*tweets: Tweet) -> list[str]:
    return [str(tweet.pk) for tweet in tweets]


def sessions_of(member: Profile) -> Any:
    """Return the sessions of member's user."""
    keys = [
        session.pk
        for session in Session.objects.all()
        if session.get_decoded().get("_auth_user_id") == str(member.user.pk)
    ]
    return Session.objects.filter(pk__in=keys)


def set_user(member: Profile, **values: Any) -> None:
    get_user_model()._base_manager.filter(pk=member.user.pk).update(**values)


ENDINGS: dict[str, Callable[[Profile], Any]] = {
    "signed out": lambda ada: sessions_of(ada).delete(),
    "session has expired": lambda ada: sessions_of(ada).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    ),
    "another password": lambda ada: set_user(ada, password="another"),
    "deactivated": lambda ada: set_user(ada, is_active=False),
    "suspended": lambda ada: services.update_profile(ada, is_suspended=True),
    "profile is deleted": services.delete_profile,
    "user is deleted": lambda ada: ada.user.delete(),
}
"""Each is a reason for which a member may have no more events, nor the one that comes with it."""


class TestWho:
    def test_visitor_gets_401(self, server: Server) -> None:
        response = server.open(None)
        assert (response.status, response.read()) == (401, b"Unauthorized")

    def test_wrong_id_is_a_bad_request(self, server: Server) -> None:
        ada = make_profile()
        for query in (
            "home=x",
            "tweet=-1",
            "thread=1",
            "hashtag=tea:1",
            "hashtag=ff:1",
            "home=1" + 30 * "0",
        ):
            assert server.open(ada, query).status == 400

    def test_one_stream_too_many_gets_429(self, server: Server) -> None:
        ada = make_profile()
        for _ in range(2):
            server.read(ada)
        response = server.open(ada)
        assert (response.status, response.headers["Retry-After"]) == (429, "60")
        assert server.read(make_profile()).first.kind == "ready"

    @pytest.mark.parametrize("has_news", [True, False])
    @pytest.mark.parametrize("cause", sorted(ENDINGS))
    def test_stream_ends_with_the_next_news_or_heartbeat(
        self, server: Server, cause: str, *, has_news: bool
    ) -> None:
        ada, bob = make_profile(), make_profile()
        services.follow(ada, bob)
        events = server.read(ada, "home=0")
        other = server.read(bob)
        ENDINGS[cause](ada)
        if has_news:
            publish(bob)
        assert events.read().kind == "end"
        assert events.read().kind == ""  # the server has closed it
        other.read_comment()


class TestHome:
    def test_followers_are_told_of_a_tweet(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        services.follow(ada, bob)
        events = server.read(ada, "home=0")
        tweet = publish(bob)
        event = events.read()
        assert (event.kind, event.data) == ("home", {"ids": ids(tweet)})
        assert int(event.key) > tweet.pk

    def test_response_passes_through_proxies(self, server: Server) -> None:
        headers = server.open(make_profile()).headers
        assert headers["Content-Type"] == "text/event-stream"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Accel-Buffering"] == "no"

    @pytest.mark.parametrize("kind", ["stranger", "mentioned", "blocked", "muted", "reply", "own"])
    def test_hidden_tweets_send_nothing(self, server: Server, kind: str) -> None:
        """The first event is that of a tweet which the viewer may see."""
        ada, bob, cleo = make_profile(), make_profile(), make_profile()
        for each in (bob, cleo):
            services.follow(ada, each)
        events = server.read(ada, "home=0")
        author = bob
        if kind == "blocked":
            services.block(bob, ada)
        elif kind == "muted":
            services.mute(ada, bob)
        elif kind in {"stranger", "own"}:
            author = make_profile() if kind == "stranger" else ada
        fields: dict[str, Any] = {"visibility": "mentioned"} if kind == "mentioned" else {}
        if kind == "reply":
            fields = {"in_reply_to": publish(make_profile())}
        publish(author, **fields)
        seen = publish(cleo)
        event = events.read()
        assert (event.kind, event.data) == ("home", {"ids": ids(seen)})

    @pytest.mark.parametrize("change", ["blocks", "protected and removed", "narrowed", "suspended"])
    def test_tweet_that_becomes_hidden_while_the_stream_is_open(
        self, server: Server, change: str
    ) -> None:
        """The stream still waits for the author's tweets; the first event is of another author."""
        ada, bob, cleo = make_profile(), make_profile(), make_profile()
        for each in (bob, cleo):
            services.follow(ada, each)
        tweet = publish(bob, "before")
        events = server.read(ada, f"home={tweet.pk}&tweet={tweet.pk}")
        if change == "blocks":
            Block.objects.create(blocker=bob, blocked=ada)  # nothing is announced
        elif change == "protected and removed":
            services.update_profile(bob, is_protected=True)
            Follow.objects.filter(follower=ada).exclude(followed=cleo).delete()
        elif change == "narrowed":
            type(tweet)._base_manager.filter(pk=tweet.pk).update(visibility="mentioned")
        else:
            services.update_profile(bob, is_suspended=True)
        live.announce([f"t:{tweet.pk}"])
        if change != "suspended":
            publish(bob, "after", visibility="mentioned" if change == "narrowed" else "public")
        seen = publish(cleo)
        event = events.read()
        assert (event.kind, event.data) == ("home", {"ids": ids(seen)})

    def test_new_follow_counts_at_once(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        events = server.read(ada, "home=0")
        services.follow(ada, bob)
        tweet = publish(bob)
        assert events.read().data == {"ids": ids(tweet)}

    def test_followed_hashtag_counts(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        publish(bob, "#tea")
        services.follow_hashtag(ada, Hashtag.objects.get(key=hashtag_key("tea")))
        events = server.read(ada, f"home={publish(ada).pk}")
        tweet = publish(bob, "more #tea")
        assert events.read().data == {"ids": ids(tweet)}

    def test_tweets_since_the_page_was_opened_are_told_first(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        services.follow(ada, bob)
        seen, missed = publish(bob, "one"), publish(bob, "two")
        assert server.read(ada, f"home={seen.pk}").read().data == {"ids": ids(missed)}

    def test_browser_that_comes_back_is_told_to_refresh(self, server: Server) -> None:
        events = server.read(make_profile(), **{"Last-Event-ID": "7"})
        assert events.first.kind == "refresh"


class TestLists:
    def test_hashtag_page_is_told_of_public_tweets(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        events = server.read(ada, f"hashtag={hashtag_key('jam')}:0")
        publish(bob, "for few #jam", visibility="followers")
        tweet = publish(bob, "for all #Jam")
        event = events.read()
        assert (event.kind, event.data) == (
            "hashtag",
            {"about": hashtag_key("jam"), "ids": ids(tweet)},
        )

    def test_conversation_is_told_of_replies(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        tweet = publish(ada)
        events = server.read(ada, f"thread={tweet.pk}:0")
        reply = publish(bob, "hello", in_reply_to=tweet)
        found = {event.kind: event.data for event in (events.read(), events.read())}
        assert found["replies"] == {"about": str(tweet.pk), "ids": ids(reply)}
        assert found["notifications"] == {"ids": []}


class TestCounts:
    def test_counts_of_tweets_on_screen(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        tweet, other = publish(bob), publish(bob, "other")
        events = server.read(ada, f"tweet={tweet.pk}&tweet={other.pk}")
        services.like(make_profile(), tweet)
        event = events.read()
        assert (event.kind, event.data) == ("counts", {"ids": ids(tweet)})
        services.retweet(make_profile(), other, **TWEET_EXTRA)
        assert events.read().data == {"ids": ids(other)}

    def test_counts_of_hidden_tweets_send_nothing(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        secret, seen = publish(bob, "secret", visibility="followers"), publish(bob, "seen")
        fan = make_profile()
        services.follow(fan, bob)
        events = server.read(ada, f"tweet={secret.pk}&tweet={seen.pk}")
        services.like(fan, secret)
        services.like(fan, seen)
        assert events.read().data == {"ids": ids(seen)}

    def test_bell(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        tweet = publish(ada)
        events = server.read(ada)
        services.like(bob, tweet)
        assert events.read().kind == "notifications"


class TestConnection:
    def test_comments_keep_an_idle_stream_open(self, server: Server) -> None:
        events = server.read(make_profile())
        events.read_comment()
        events.read_comment()

    def test_stream_survives_errors_of_the_database(self, server: Server) -> None:
        ada, bob = make_profile(), make_profile()
        services.follow(ada, bob)
        events = server.read(ada, "home=0")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE django_session RENAME TO away")
        try:
            tweet = publish(bob)
            # A look that began before the error may tell of the tweet.
            passed = events.read_comment() + events.read_comment()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE away RENAME TO django_session")
        last = publish(bob)
        told = [key for data in passed for key in data["ids"]]
        while str(last.pk) not in told:
            told += events.read().data["ids"]
        assert told == ids(tweet, last)

    def test_idle_streams_hold_no_threads(self, server: Server) -> None:
        """A stream ends the thread that Django has for its request: there are those of the hub."""
        tasks = Path(f"/proc/{server.process.pid}/task")
        readers = [server.read(make_profile()) for _ in range(12)]
        for events in readers:
            events.read_comment()
        assert len(list(tasks.iterdir())) < 12

    @pytest.mark.databases("postgresql")
    def test_idle_streams_hold_no_database_connections(self, server: Server) -> None:
        for _ in range(12):
            server.read(make_profile()).read_comment()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            (count,) = cursor.fetchone()
        assert count <= 1 + 4  # it listens; and threads of the hub that are reading just now


def test_closed_site_has_streams_for_its_members(
    database: dict[str, Any], redis_url: str, settings: Any
) -> None:
    options = {"url": redis_url, **PACE}
    stream = {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": options}
    settings.DJANGO_TWEETS_STREAM = stream
    changes = {"DJANGO_TWEETS_PUBLIC": False, "DJANGO_TWEETS_STREAM": stream}
    ada, bob, eve = make_profile(), make_profile(), make_profile(is_suspended=True)
    services.follow(ada, bob)
    with serve("uvicorn", **database, **changes) as server:
        assert server.open(None).status == 401
        assert server.open(eve).status == 401
        events = server.read(ada, "home=0")
        tweet = publish(bob)
        assert events.read().data == {"ids": ids(tweet)}
        services.update_profile(ada, is_suspended=True)
        publish(bob, "for members")
        assert events.read().kind == "end"


@pytest.mark.parametrize("name", ["uvicorn", "daphne"])
def test_server_stops_while_streams_are_open(
    name: str, database: dict[str, Any], redis_url: str
) -> None:
    stream = {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": {"url": redis_url}}
    with ExitStack() as stack:
        server = stack.enter_context(serve(name, **database, DJANGO_TWEETS_STREAM=stream))
        events = server.read(make_profile())
        server.process.send_signal(signal.SIGTERM)
        output = server.process.communicate(timeout=60)[0]
        assert events.read().kind == ""
        assert server.process.returncode in {0, -signal.SIGTERM}
        # Daphne may stop before Django has looked at the disconnects of the clients.
        assert output.count("Traceback") == output.count("exceptions.RequestAborted")

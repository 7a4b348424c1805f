"""Backends of live updates, without a server: checks, messages, and topics of a member."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection

from django_tweets import checks, get_profile_model, get_tweet_model, live, services
from django_tweets.live import hub as hub_module
from django_tweets.live import publisher, topics
from django_tweets.live import stream as stream_module
from django_tweets.live.hub import Hub
from django_tweets.live.publisher import Publisher
from django_tweets.live.stream import Stream
from django_tweets.timelines import Found, News, NewsReader, Subscription, news
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from tests.factories import Profile

REDIS = {"url": "redis://127.0.0.1:1/"}


class Recorder(live.BaseStream):
    """A backend that records the published announcements."""

    sent: list[str] = []

    def publish(self, messages: Sequence[str]) -> None:
        self.sent += messages

    async def listen(self) -> AsyncIterator[str]:
        yield ""


class Quiet(Recorder):
    """A backend that is connected, and from which nothing comes."""

    async def listen(self) -> AsyncIterator[str]:
        await asyncio.Event().wait()
        yield ""  # pragma: no cover - it waits for ever


def make_streams(hub: Hub, *members: str) -> list[Stream]:
    streams = [*map(Stream, members)]
    for stream in streams:
        hub.add(stream)
    return streams


@pytest.fixture
def sent(settings: Any) -> list[str]:
    """The messages that are published."""
    settings.DJANGO_TWEETS_STREAM = {"BACKEND": f"{__name__}.Recorder"}
    Recorder.sent.clear()
    return Recorder.sent


def read_nothing(changes: Mapping[Stream, Any]) -> dict[Stream, Any]:
    """The look of a hub whose streams have no news."""
    return {}


class TestChecks:
    @pytest.mark.parametrize("options", [{}, {"url": "redis://a/"}, {"url": "unix:///a"}])
    def test_usable_backend(self, settings: Any, options: dict[str, Any]) -> None:
        name = "RedisStream" if options else "PostgresStream"
        backend = {"BACKEND": f"django_tweets.live.{name}", "OPTIONS": options}
        settings.DJANGO_TWEETS_STREAM = backend if options else None
        assert checks.check_stream() == []

    @pytest.mark.parametrize(
        "backend",
        [
            {"BACKEND": "no.such.Backend"},
            {"BACKEND": "django_tweets.live.RedisStream"},
            {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": {**REDIS, "interval": 0}},
            {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": {**REDIS, "threads": True}},
            {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": {**REDIS, "heartbeat": "1"}},
            {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": {**REDIS, "many": 7}},
            {"BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull"},
        ],
    )
    def test_unusable_backend(self, settings: Any, backend: dict[str, Any]) -> None:
        settings.DJANGO_TWEETS_STREAM = backend
        (message,) = checks.check_stream()
        assert message.id == "django_tweets.E019"

    def test_postgres_stream_needs_postgresql(self, settings: Any) -> None:
        backend = "django_tweets.live.PostgresStream"
        settings.DJANGO_TWEETS_STREAM = {"BACKEND": backend}
        is_postgres = connection.vendor == "postgresql"
        assert len(checks.check_stream()) == int(not is_postgres)
        settings.DJANGO_TWEETS_STREAM = {"BACKEND": backend, "OPTIONS": {"database": "other"}}
        (message,) = checks.check_stream()
        assert message.id == "django_tweets.E021"


def test_backend_without_presence_says_so() -> None:
    backend = Recorder()
    assert not backend.has_presence
    for call in (
        lambda: backend.note_present("one", {1}, set(), 60),
        lambda: backend.find_present([1]),
    ):
        with pytest.raises(NotImplementedError):
            call()


class TestHub:
    def test_process_is_full(self) -> None:
        async def use() -> None:
            hub = Hub(Publisher(Recorder(per_process=1, per_member=5)), read_nothing)
            stream = Stream("ada")
            assert hub.has_room("bob")
            hub.add(stream)
            assert not hub.has_room("bob")
            hub.remove(stream)
            assert hub.has_room("bob")

        asyncio.run(use())

    def test_streams_are_told_of_a_lost_backend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is connected at first, lost, and connected again."""
        monkeypatch.setattr(hub_module, "FIRST_PAUSE", 0.001)

        async def use() -> None:
            hub, stream = Hub(Publisher(Recorder()), read_nothing), Stream("ada")
            hub.add(stream)
            hub.subscribe(stream, frozenset({"t:1"}))
            seen: set[str] = set()
            while not seen >= {topics.AWAY, topics.BACK, topics.MISSED}:
                assert await stream.wait(10)
                stream.take_results()
                seen |= stream.take_alarms()
            hub.remove(stream)

        asyncio.run(use())

    def test_errors_of_the_database_are_one_line(self, caplog: pytest.LogCaptureFixture) -> None:
        hub = Hub(Publisher(Recorder()), read_nothing)
        for error in (None, ValueError("gone"), ValueError("gone"), None, None):
            hub.note_database(error)
        assert len(caplog.records) == 2

    def test_a_burst_of_changes_is_one_look(self) -> None:
        looks = []

        def look(changes: Mapping[Stream, Any]) -> dict[Stream, Any]:
            looks.append({stream.member: {*each} for stream, each in changes.items()})
            return dict.fromkeys(changes, "news")

        async def use() -> None:
            hub = Hub(Publisher(Quiet(interval=0.01)), look)
            ada, bob = make_streams(hub, "ada", "bob")
            hub.subscribe(ada, frozenset({"a:1", "t:7"}))
            hub.subscribe(bob, frozenset({"a:1"}))
            hub.dispatch("tweet=5 a:1=5 t:7")
            hub.dispatch("a:1=6")
            for stream in (ada, bob):
                assert await stream.wait(10)
                assert stream.take_results() == ["news"]
            hub.remove(ada)
            hub.dispatch("a:1=8")
            assert await bob.wait(10)
            hub.remove(bob)

        asyncio.run(use())
        both = {("a:1", 5), ("a:1", 6)}
        assert looks == [{"ada": {*both, ("t:7", 0)}, "bob": both}, {"bob": {("a:1", 8)}}]

    def test_look_is_repeated_after_an_error_of_the_database(self) -> None:
        looks = []

        def look(changes: Mapping[Stream, Any]) -> dict[Stream, Any]:
            looks.append([*changes.values()])
            if len(looks) == 1:
                raise DatabaseError
            return dict.fromkeys(changes, "news")

        async def use() -> None:
            hub = Hub(Publisher(Quiet(interval=0.01, recheck=0.01)), look)
            (ada,) = make_streams(hub, "ada")
            hub.subscribe(ada, frozenset({"a:1"}))
            hub.dispatch("a:1=5")
            assert await ada.wait(10)
            assert ada.take_results() == ["news"]
            hub.remove(ada)

        asyncio.run(use())
        assert looks == [[{("a:1", 5)}]] * 2

    @pytest.mark.parametrize("fails", [True, False])
    def test_member_who_may_have_no_more_is_told(
        self, caplog: pytest.LogCaptureFixture, *, fails: bool
    ) -> None:
        """So are all for whom a look fails, as the site's own code can make it."""

        def look(changes: Mapping[Stream, Any]) -> dict[Stream, Any]:
            if fails:
                raise ValueError
            return dict.fromkeys(changes)

        async def use() -> None:
            hub = Hub(Publisher(Quiet(interval=0.01)), look)
            (ada,) = make_streams(hub, "ada")
            hub.look_at(ada)
            assert await ada.wait(10)
            assert ada.is_ended
            hub.remove(ada)

        asyncio.run(use())
        assert len(caplog.records) == int(fails)

    def test_slow_reader_keeps_few_results(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Instead, the stream reads its lists when it has sent the last event."""
        monkeypatch.setattr(stream_module, "MAX_RESULTS", 2)
        ada = Stream("ada")
        for number in range(3):
            ada.deliver(number)
        assert ada.take_results() == []
        assert ada.take_alarms() == {topics.MISSED, topics.BACK}

    def test_announcement_is_parsed(self) -> None:
        assert topics.parse("a:1=5") == ("a:1", 5)
        assert topics.parse("t:1") == ("t:1", 0)
        assert topics.parse("a:1=x") == ("a:1", 0)


class TestMessages:
    def test_topics_are_one_message(self) -> None:
        assert [*publisher.make_messages(["a:1", "t:2"])] == ["a:1 t:2"]
        assert [*publisher.make_messages([])] == []

    def test_message_fits_into_a_notification(self) -> None:
        names = [f"h:{number:0200}" for number in range(100)]
        messages = [*publisher.make_messages(names)]
        assert max(map(len, messages)) <= publisher.MAX_BYTES
        assert " ".join(messages).split() == names


@pytest.mark.django_db
class TestAnnouncements:
    """What services announce, in one message for each change."""

    def test_tweet(
        self, sent: list[str], django_capture_on_commit_callbacks: Any, ada: Profile
    ) -> None:
        tweet = make_tweet(ada)
        with django_capture_on_commit_callbacks(execute=True):
            services.publish(ada, "a #tea", in_reply_to=tweet, **TWEET_EXTRA)
        tag = "h:746561"
        (reply,) = get_tweet_model()._base_manager.exclude(pk=tweet.pk).values_list("pk", flat=True)
        names = ["tweet", f"a:{ada.pk}", f"t:{tweet.pk}", tag]
        assert sent == [" ".join(f"{name}={reply}" for name in names)]

    def test_nothing_without_a_stream(
        self, django_capture_on_commit_callbacks: Any, settings: Any, ada: Profile
    ) -> None:
        Recorder.sent.clear()
        settings.DJANGO_TWEETS_STREAM = None
        with django_capture_on_commit_callbacks(execute=True):
            services.publish(ada, "hello", **TWEET_EXTRA)
        live.announce(["t:1"])
        assert Recorder.sent == []

    def test_reactions_and_relations(
        self, sent: list[str], django_capture_on_commit_callbacks: Any, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada)
        me, at = f"r:{bob.pk}", f"t:{tweet.pk}"
        acts: list[tuple[Callable[[], Any], set[str]]] = [
            (lambda: services.like(bob, tweet), {at, f"n:{ada.pk}"}),
            (lambda: services.unlike(bob, tweet), {at, f"n:{ada.pk}"}),
            (lambda: services.follow(bob, ada), {me, f"n:{ada.pk}"}),
            (lambda: services.unfollow(bob, ada), {me, f"n:{ada.pk}"}),
            (lambda: services.mute(bob, ada), {me}),
            (lambda: services.unmute(bob, ada), {me}),
            (lambda: services.delete(services.retweet(bob, tweet, **TWEET_EXTRA)), {at}),
        ]
        for act, names in acts:
            sent.clear()
            with django_capture_on_commit_callbacks(execute=True):
                act()
            assert names <= set(" ".join(sent).split())


@pytest.mark.django_db
class TestTopics:
    def test_member_who_follows_many_is_woken_by_each_tweet(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(2):
            services.follow(ada, make_profile())
        wanted = NewsReader(ada, Subscription(home=0)).get_topics()
        assert len([name for name in wanted if name.startswith("a:")]) == 2
        monkeypatch.setattr(news, "MAX_AUTHORS", 1)
        wanted = NewsReader(ada, Subscription(home=0)).get_topics()
        assert topics.ANY_TWEET in wanted
        assert [name for name in wanted if name.startswith("a:")] == []

    @pytest.mark.parametrize("count", [1, 20])
    def test_query_counts(self, ada: Profile, bob: Profile, count: int) -> None:
        services.follow(ada, bob)
        tweets = [make_tweet(bob).pk for _ in range(count)]
        reader = NewsReader(ada, Subscription(home=0, tweets=tweets))
        with at_most(3):
            reader.get_topics()
        with at_most(4):
            reader.read_lists()
        with at_most(6):
            reader.read_all()


class TestNews:
    """The news that a viewer gets from the results of looks."""

    def make_reader(self, **shown: Any) -> NewsReader:
        profiles: Any = get_profile_model()
        return NewsReader(profiles(pk=1), Subscription(**shown))

    def test_tweets_are_told_once(self) -> None:
        reader = self.make_reader(home=5)
        assert reader.start(Found({("home", ""): {5, 6}})) == [News("home", [6])]
        assert reader.take(Found({("home", ""): {6}})) == []
        # Committed later than the one after it.
        assert reader.take(Found({("home", ""): {6, 8}})) == [News("home", [8])]
        assert reader.take(Found({("home", ""): {7, 8}})) == [News("home", [7])]

    def test_lists_are_told_apart(self) -> None:
        reader = self.make_reader(hashtags={"7e": 0}, threads={3: 0})
        found = Found({("hashtag", "7e"): {4}, ("replies", 3): {4}})
        assert reader.take(found) == [News("hashtag", [4], "7e"), News("replies", [4], 3)]

    def test_counts_and_bell_are_told_when_they_change(self) -> None:
        reader = self.make_reader(tweets=[1, 2])
        assert reader.start(Found(counts={1: (0,), 2: (0,)}, unread=3)) == []
        assert reader.take(Found(counts={1: (0,), 2: (1,)}, unread=3)) == [News("counts", [2])]
        assert reader.take(Found(counts={2: (1,)}, unread=2)) == [News("notifications", [])]
        assert reader.take(Found()) == []

    def test_memory_of_what_was_told_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(news, "MAX_TOLD", 2)
        reader = self.make_reader(home=0)
        for key in range(1, 5):
            assert reader.take(Found({("home", ""): {key}})) == [News("home", [key])]
        assert reader.take(Found({("home", ""): {3, 4}})) == []
        assert reader._told == {("home", ""): {3, 4}}

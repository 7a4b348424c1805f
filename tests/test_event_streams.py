"""Open event streams of this process, without a server, and what ends them."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.backends import signed_cookies
from django.db import DatabaseError, connections

from django_tweets import services
from django_tweets.live import presence, topics
from django_tweets.live.hub import Hub
from django_tweets.live.presence import PresenceNotes
from django_tweets.live.publisher import Publisher
from django_tweets.live.shutdown import call_on_shutdown
from django_tweets.models import Follow
from django_tweets.timelines import Subscription
from django_tweets.views.event_stream import EventStream
from django_tweets.views.stream_members import in_thread
from tests.factories import make_profile, make_tweet
from tests.test_live_updates import Quiet
from tests.test_stream_members import make_request, set_user

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator

    from django.http import HttpRequest

    from tests.factories import Profile


class Notebook(Quiet):
    """A backend without events that records which members are present."""

    has_presence = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.notes: list[tuple[set[Any], set[Any]]] = []

    def note_present(
        self, process: str, here: Collection[Any], gone: Collection[Any], seconds: int
    ) -> None:
        self.notes.append(({*here}, {*gone}))


class OnceFailingStore(signed_cookies.SessionStore):
    """A session store of a site, which can't be read at first."""

    errors: list[Exception] = []

    def load(self) -> Any:
        if self.errors:
            raise self.errors.pop()
        return super().load()


@pytest.fixture
def shared(db: None) -> Iterator[Any]:
    """The connection of the test, which other threads may use."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    yield connection
    connection.dec_thread_sharing()


@asynccontextmanager
async def open_stream(
    shared: Any, request: HttpRequest, viewer: Profile, **options: Any
) -> AsyncIterator[tuple[EventStream, AsyncIterator[str]]]:
    """Open a stream of viewer's home, which looks by itself alone. Yield it and its next events.

    The thread of its hub reads in the transaction of the test.
    """
    hub = Hub(Publisher(Notebook(threads=1, **options)), lambda changes: {})
    await hub.run(connections.__setitem__, "default", shared)
    opened = EventStream(request, hub, viewer, Subscription(home=0))
    running: Any = opened.run()  # a generator, which aclosing() needs
    async with aclosing(running) as events:
        assert [await next_kind(events) for _ in range(2)] == ["comment", "ready"]
        yield opened, events


async def next_kind(events: AsyncIterator[str]) -> str:
    """Return the kind of the next event, or "comment"."""
    async with asyncio.timeout(30):
        event = await anext(events)
    _, found, rest = event.partition("event: ")
    return rest.partition("\n")[0] if found else "comment"


# A stream closes connections when it begins. That of a test in memory stays open.
@pytest.mark.databases("sqlite")
class TestLooksOfOneStream:
    def test_look_is_repeated_after_an_error_of_the_database(
        self, shared: Any, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
    ) -> None:
        services.follow(ada, bob)
        request = make_request(ada, OnceFailingStore)

        async def read() -> None:
            async with open_stream(shared, request, ada, recheck=0.01) as (opened, events):
                await opened.hub.run(in_thread, make_tweet, bob)
                OnceFailingStore.errors.append(DatabaseError("gone"))
                opened.stream.wake([topics.MISSED])
                assert await next_kind(events) == "home"

        asyncio.run(read())
        records = [row for row in caplog.records if row.name == "django_tweets.live"]
        assert len(records) == 2  # it fails, and works again

    def test_recheck_ends_the_stream_of_one_who_is_no_member(
        self, shared: Any, ada: Profile
    ) -> None:
        request = make_request(ada)

        async def read() -> None:
            pace = {"recheck": 0.01, "per_member": 1}
            async with open_stream(shared, request, ada, **pace) as (opened, events):
                assert not opened.hub.has_room(ada.pk)
                await opened.hub.run(in_thread, lambda: set_user(ada, is_active=False))
                assert await next_kind(events) == "end"
                assert await anext(events, None) is None
            assert opened.hub.has_room(ada.pk)

        asyncio.run(read())

    def test_closed_stream_ends_without_an_event(self, shared: Any, ada: Profile) -> None:
        request = make_request(ada)

        async def read() -> None:
            async with open_stream(shared, request, ada, recheck=60) as (opened, events):
                opened.stream.close()
                assert await anext(events, None) is None

        asyncio.run(read())

    def test_recheck_reads_home_again_when_another_member_is_followed(
        self, shared: Any, ada: Profile, bob: Profile
    ) -> None:
        """Neither the tweets nor the second follow are announced."""
        services.follow(ada, bob)
        cleo, request = make_profile(), make_request(ada)

        async def read() -> None:
            pace = {"recheck": 0.01, "heartbeat": 0.05}
            async with open_stream(shared, request, ada, **pace) as (opened, events):
                await opened.hub.run(in_thread, make_tweet, bob)
                assert {await next_kind(events) for _ in range(3)} == {"comment"}
                create = Follow._base_manager.create
                await opened.hub.run(in_thread, lambda: create(follower=ada, followed=cleo))
                while (kind := await next_kind(events)) == "comment":
                    pass
                assert kind == "home"

        asyncio.run(read())


def test_second_stream_of_a_member_is_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PAUSE", 0.001)
    seen = asyncio.Queue[int]()

    class Members(list[int]):
        """Members with a stream. It is known when they are read."""

        def __iter__(self) -> Iterator[int]:
            seen.put_nowait(len(self))
            return super().__iter__()

    async def run(function: Callable[..., Any], *args: Any) -> None:
        function(*args)

    async def visit() -> None:
        backend, members = Notebook(), Members([1])
        notes = PresenceNotes(Publisher(backend), members, run)
        for streams in ([1], [1, 1], []):
            members[:] = streams
            notes.update()
            async with asyncio.timeout(30):
                while await seen.get() != len(streams):
                    pass
        assert backend.notes == [({1}, set()), (set(), {1})]

    asyncio.run(visit())


@contextmanager
def handlers(**changes: Any) -> Iterator[None]:
    """Have the process handle SIGINT and SIGTERM so, and then as before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for name, handler in changes.items():
            signal.signal(signal.Signals[name], handler)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class TestShutdown:
    def test_streams_are_closed_before_the_handler_of_the_server_ends(self) -> None:
        calls: list[Any] = []

        async def stop() -> None:
            closed = asyncio.Event()
            call_on_shutdown(closed.set)
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(30):
                await closed.wait()

        with handlers(SIGTERM=lambda number, frame: calls.append(number)):
            asyncio.run(stop())
            assert calls == [signal.SIGTERM]
            # There is no loop any more. The server still handles the signal.
            os.kill(os.getpid(), signal.SIGTERM)
            assert calls == [signal.SIGTERM] * 2

    def test_signal_that_no_server_handles_is_left_alone(self) -> None:
        async def listen() -> None:
            call_on_shutdown(lambda: None)

        with handlers(SIGINT=signal.SIG_IGN, SIGTERM=signal.SIG_DFL):
            asyncio.run(listen())
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN

    def test_handlers_are_left_alone_outside_the_main_thread(self) -> None:
        """As where a server runs in a thread of a test. Only the main thread may change them."""
        errors: list[Exception] = []

        async def listen() -> None:
            call_on_shutdown(lambda: None)

        def serve() -> None:
            try:
                asyncio.run(listen())
            except Exception as error:  # pragma: no cover - the test fails
                errors.append(error)

        def handle(number: int, frame: Any) -> None:
            raise AssertionError  # pragma: no cover - there is no signal

        with handlers(SIGTERM=handle):
            thread = threading.Thread(target=serve)
            thread.start()
            thread.join()
            assert errors == []
            assert signal.getsignal(signal.SIGTERM) is handle

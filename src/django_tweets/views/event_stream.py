"""The events of an open stream, and the look into the database for all streams of a process."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Any

from asgiref.sync import SyncToAsync, sync_to_async
from django.db import DatabaseError, connections
from django.utils import timezone

from .. import snowflake
from ..live import topics
from ..live.hub import PAUSE, Hub
from ..live.stream import Stream
from ..timelines import Found, NewsReader, read_changes
from .stream_members import get_member, in_thread, read_members

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping

    from django.http import HttpRequest

    from ..live.topics import Change
    from ..models import AbstractProfile
    from ..timelines import News, Subscription

RETRY = (2_000, 8_000)
"""Milliseconds after which a browser connects again: random, so that not all do so at once."""


class EventStream:
    """The events of one open stream."""

    def __init__(
        self, request: HttpRequest, hub: Hub, viewer: AbstractProfile, subscription: Subscription
    ) -> None:
        self.request = request
        self.hub = hub
        self.viewer = viewer
        self.reader = NewsReader(viewer, subscription)
        self.stream = Stream(viewer.pk, self)
        self.options = hub.backend.options
        self.is_resumed = "Last-Event-ID" in request.headers
        self._clock = asyncio.get_running_loop().time
        self._recheck_at = 0.0

    async def run(self) -> AsyncIterator[str]:
        """Yield events until the member may have no more, or the stream is old."""
        if not self.hub.has_room(self.viewer.pk):  # pragma: no cover - two came at one moment
            yield format_event("end")
            return
        self.hub.add(self.stream)
        try:
            await release_thread()
            yield f"retry: {random.randint(*RETRY)}\n\n"  # noqa: S311 - no secret
            async for event in self._run():
                yield event
        finally:
            self.hub.remove(self.stream)

    async def _run(self) -> AsyncIterator[str]:
        options, start = self.options, self._clock()
        async for event in self._start():
            yield event
        beat = start + options.heartbeat
        self._recheck_at = start + options.recheck
        while (now := self._clock()) < start + options.lifetime:
            await self.stream.wait(max(min(beat, self._recheck_at) - now, 0))
            if self.stream.is_closed:
                return
            for event in self._take_news():
                yield event
            if self.stream.is_ended:
                yield format_event("end")
                return
            async for event in self._look(self.stream.take_alarms()):
                yield event
            if self._clock() >= beat:
                beat += options.heartbeat
                self.hub.look_at(self.stream)  # the member may have signed out
                yield ": \n\n"

    async def _start(self) -> AsyncIterator[str]:
        """Yield the first events, from a look for this stream alone."""
        # Topics first: what is announced while the lists are read is not lost.
        self.hub.subscribe(self.stream, await self.hub.run(in_thread, self.reader.get_topics))
        news = self.reader.start(await self.hub.run(in_thread, self.reader.read_all))
        # The announcements that the browser has missed are lost: it reads everything again.
        yield format_event("refresh" if self.is_resumed else "ready")
        if self.hub.is_away:
            yield format_event("away")
        for each in news:
            yield format_news(each)

    def _take_news(self) -> list[str]:
        """Return the events of the news that looks for all streams have found."""
        results = self.stream.take_results()
        return [format_news(news) for found in results for news in self.reader.take(found)]

    async def _look(self, alarms: set[str]) -> AsyncIterator[str]:
        """Yield the events of a look for this stream alone, if it needs one.

        It reads the member again.
        """
        if topics.AWAY in alarms:
            yield format_event("away")
        if topics.BACK in alarms:
            yield format_event("refresh")
        is_due = self._clock() >= self._recheck_at
        is_due = is_due or topics.of_relations(self.viewer.pk) in alarms
        is_missed = topics.MISSED in alarms
        if not (is_due or is_missed):
            return
        try:
            viewer, wanted, found = await self.hub.run(in_thread, self._read, is_due, is_missed)
        except DatabaseError as error:
            self.hub.note_database(error)
            self.stream.wake(alarms - {topics.AWAY, topics.BACK})
            await asyncio.sleep(min(PAUSE, self.options.recheck))
            return
        self.hub.note_database(None)
        if viewer is None:
            self.stream.end()
            return
        if is_due:
            self._recheck_at = self._clock() + self.options.recheck
            if wanted != self.stream.topics:
                self.hub.subscribe(self.stream, wanted)
                # It may have missed announcements about people who are followed since then.
                self.stream.wake([topics.MISSED])
        for each in self.reader.take(found):
            yield format_news(each)

    def _read(
        self, is_due: bool, is_missed: bool
    ) -> tuple[AbstractProfile | None, frozenset[str], Found]:
        """Return the member, None if they may have no more, their topics, and news of lists."""
        viewer = get_member(self.request, again=True)
        if viewer is None or viewer.pk != self.viewer.pk:
            return None, frozenset(), Found()
        self.reader.viewer = viewer
        wanted = self.reader.get_topics() if is_due else frozenset()
        return viewer, wanted, self.reader.read_lists() if is_missed else Found()


def read_news(changes: Mapping[Stream, Collection[Change]]) -> dict[Stream, Found | None]:
    """Return the news of these changes for each stream; None if its member may get no more."""
    return in_thread(_read_news, changes)  # type: ignore[no-any-return]  # it returns what that does


def _read_news(changes: Mapping[Stream, Collection[Change]]) -> dict[Stream, Found | None]:
    streams: dict[HttpRequest, Stream] = {stream.owner.request: stream for stream in changes}
    members = read_members({request: stream.owner.viewer for request, stream in streams.items()})
    news: dict[Stream, Found | None] = dict.fromkeys(changes)
    readers = {}
    for request, viewer in members.items():
        if viewer is not None:
            reader = streams[request].owner.reader
            reader.viewer = viewer
            readers[reader] = streams[request]
    found = read_changes({reader: changes[stream] for reader, stream in readers.items()})
    return news | {readers[reader]: each for reader, each in found.items()}


async def release_thread() -> None:
    """End the thread of the synchronous parts of this request, and its database connections.

    Django would keep both until the stream ends: 1,000 streams would have 1,000 threads.
    """
    await sync_to_async(connections.close_all)()
    context = SyncToAsync.thread_sensitive_context.get(None)
    executors = SyncToAsync.context_to_thread_executor
    if context and (executor := executors.pop(context, None)):  # pragma: no branch - of ASGI
        executor.shutdown(wait=False)


def format_event(kind: str, **data: Any) -> str:
    """Return an event, with the time as its id."""
    key = snowflake.make_id(timezone.now())
    return f"id: {key}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"


def format_news(news: News) -> str:
    """Return news as an event. Ids are strings: a script has 53 bits for a number."""
    about = {"about": str(news.about)} if news.about else {}
    return format_event(news.kind, **about, ids=[str(key) for key in news.keys])

"""The hub of a process: one listener, and the open streams that wait for topics.

What has changed is read for all streams together, at fixed times: one look at a time, so a change
costs as many statements for 1,000 streams as for one, and a burst of changes is one look.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from . import topics
from .presence import PresenceNotes
from .shutdown import call_on_shutdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .publisher import Publisher
    from .stream import Stream
    from .topics import Change

    Look: TypeAlias = Callable[[Mapping[Stream, set[Change]]], Mapping[Stream, Any]]

logger = logging.getLogger("django_tweets.live")

FIRST_PAUSE, LAST_PAUSE = 0.5, 30.0
"""Seconds until the listener connects again: twice as many after each failure."""
PAUSE = 5
"""Seconds until streams read again after an error of the database."""


class Hub:
    """The open streams of one process, by topic and member."""

    def __init__(self, publisher: Publisher, look: Look) -> None:
        """look: reads what is new for many streams; None for one that has to end."""
        self.backend = backend = publisher.backend
        self.is_away = False
        self._look = look
        self._streams: set[Stream] = set()
        self._by_topic: dict[str, set[Stream]] = {}
        self._changed: set[Stream] = set()
        self._members = Counter[Any]()
        self._tasks: list[asyncio.Task[None]] = []
        self._is_changed = asyncio.Event()
        self._threads = ThreadPoolExecutor(backend.options.threads, "django_tweets_live")
        self._look_thread = ThreadPoolExecutor(1, "django_tweets_live_look")
        self._has_failed = False
        self._presence: PresenceNotes | None = None
        if backend.has_presence:
            self._presence = PresenceNotes(publisher, self._members, self.run)

    def has_room(self, member: Any) -> bool:
        """Whether there may be another stream of member."""
        options = self.backend.options
        is_full = len(self._streams) >= options.per_process
        return not is_full and self._members[member] < options.per_member

    def add(self, stream: Stream) -> None:
        """Add a stream, and listen from the first one on."""
        self._members[stream.member] += 1
        self._streams.add(stream)
        if not self._tasks:
            self._tasks = [asyncio.create_task(run()) for run in (self._listen, self._look_on)]
        if self._presence is not None:
            self._presence.update()

    def subscribe(self, stream: Stream, names: frozenset[str]) -> None:
        """Let stream wait for the topics of these names, and for no others."""
        for topic in stream.topics - names:
            waiting = self._by_topic[topic]
            waiting.discard(stream)
            if not waiting:
                del self._by_topic[topic]
        for topic in names - stream.topics:
            self._by_topic.setdefault(topic, set()).add(stream)
        stream.topics = names

    def remove(self, stream: Stream) -> None:
        """Remove a stream, and stop listening after the last one."""
        self.subscribe(stream, frozenset())
        self._streams.discard(stream)
        self._changed.discard(stream)
        self._members[stream.member] -= 1
        if not self._members[stream.member]:
            del self._members[stream.member]
        if not self._members:
            for task in self._tasks:
                task.cancel()
            self._tasks.clear()
        if self._presence is not None:
            self._presence.update()

    def close(self) -> None:
        """Let all streams end, because the server stops. Browsers connect again."""
        for stream in self._streams:
            stream.close()

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run function in one of the few threads of the hub."""
        return await self._run(self._threads, function, *args)

    async def _run(
        self, threads: ThreadPoolExecutor, function: Callable[..., Any], *args: Any
    ) -> Any:
        return await asyncio.get_running_loop().run_in_executor(threads, function, *args)

    def note_database(self, error: Exception | None) -> None:
        """Write one line to the log when the database fails, and one when it works again."""
        if error and not self._has_failed:
            logger.warning("Event streams can’t read the database: %s", error)
        elif self._has_failed and not error:
            logger.warning("Event streams read the database again.")
        self._has_failed = error is not None

    def dispatch(self, message: str) -> None:
        """Pass the announcement in message to the streams that wait for it."""
        for change in map(topics.parse, message.split()):
            is_own = change.topic.startswith(topics.of_relations(""))
            for stream in self._by_topic.get(change.topic, ()):
                if is_own:
                    stream.wake([change.topic])
                else:
                    stream.changes.add(change)
                    self.look_at(stream)

    def look_at(self, stream: Stream) -> None:
        """Let the next look include stream: check that it may go on, and read its changes."""
        self._changed.add(stream)
        self._is_changed.set()

    async def _look_on(self) -> None:
        """Look for all streams for which something has changed, again and again."""
        interval, clock = self.backend.options.interval, asyncio.get_running_loop().time
        while await self._is_changed.wait():
            # Looks are at fixed times. A tweet that a viewer may not see is in a look, but changes
            # neither whether there is one, nor when.
            await asyncio.sleep(interval - clock() % interval)
            self._is_changed.clear()
            changed, self._changed = self._changed, set()
            changes = {stream: stream.take_changes() for stream in changed}
            try:
                found = await self._run(self._look_thread, self._look, changes)
            except DatabaseError as error:
                self.note_database(error)
                for stream in changed & self._streams:
                    stream.changes |= changes[stream]
                    self.look_at(stream)
                await asyncio.sleep(min(PAUSE, self.backend.options.recheck))
                continue
            except Exception:  # of a middleware or a session store of the site: it must not end
                logger.exception("A look for event streams has failed.")
                found = dict.fromkeys(changed)
            self.note_database(None)
            for stream, result in found.items():
                if result is None:
                    stream.end()
                elif result:
                    stream.deliver(result)

    async def _listen(self) -> None:
        """Dispatch messages for ever. When it is connected again, wake all: messages were lost."""
        pause = FIRST_PAUSE
        while True:
            is_connected = False
            try:
                async for message in self.backend.listen():
                    if not is_connected:
                        is_connected = True
                        self._note_connection()
                    pause = FIRST_PAUSE
                    self.dispatch(message)
            except Exception as error:  # of any backend, or the network
                if not self.is_away:
                    logger.warning("Live updates can’t be received: %s", error)
            if not self.is_away:
                self.is_away = True
                for stream in self._streams:
                    stream.wake({topics.AWAY})
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - no secret
            pause = min(2 * pause, LAST_PAUSE)

    def _note_connection(self) -> None:
        """Wake all streams, because earlier announcements are lost to them."""
        alarms = {topics.MISSED}
        if self.is_away:
            logger.warning("Live updates are received again.")
            self.is_away = False
            alarms.add(topics.BACK)
        for stream in self._streams:
            stream.wake(alarms)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def get_hub(publisher: Publisher, look: Look) -> Hub:
    """The hub of the running event loop, of which a process has one.

    look: reads what is new for many streams.
    """
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None or hub.backend is not publisher.backend:
        hub = _hubs[loop] = Hub(publisher, look)
        call_on_shutdown(hub.close)
    return hub

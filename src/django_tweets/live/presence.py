"""Presence: which members have an open stream, in any process.

The stream backend keeps it, for a few heartbeats at a time: what a killed process has noted ends by
itself, and what the backend has lost is noted again.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from math import ceil
from typing import TYPE_CHECKING, Any

from ..circuit_breaker import ServerUnavailable
from .publisher import get_publisher

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable
    from collections.abc import Set as AbstractSet

    from .publisher import Publisher

KEPT_FOR = 3
"""Heartbeats for which a note is kept."""

PAUSE = 0.5
"""Seconds between two messages of a process to the backend, each with all changes since."""


def find_present(members: Iterable[Any]) -> set[Any]:
    """Return those of members, keys of profiles, who have an open stream: one round trip.

    Nobody where that is unknown: without DJANGO_TWEETS_STREAM, with a backend that keeps no
    presence, and while it is away. So leave out what the member sees anyway, such as a push
    message, and nothing else.
    """
    keys, publisher = [*members], get_publisher()
    if publisher is None or not publisher.backend.has_presence or not keys:
        return set()
    backend = publisher.backend
    try:
        return publisher.breaker.call(lambda: backend.find_present(keys))
    except ServerUnavailable:
        return set()


class PresenceNotes:
    """Tells the backend which members have a stream in this process."""

    def __init__(
        self,
        publisher: Publisher,
        members: Collection[Any],
        run: Callable[..., Awaitable[Any]],
    ) -> None:
        """members: those with a stream here, as they are at any time. run: calls a function in a
        thread.
        """
        self.publisher, self.members, self.run = publisher, members, run
        self.process = secrets.token_hex(8)
        self._noted: AbstractSet[Any] = frozenset()
        self._changes = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def update(self) -> None:
        """Note that there are other members than before."""
        self._changes.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        """Tell of all members with each heartbeat, and of changes soon, until nobody is here."""
        clock, heartbeat = asyncio.get_running_loop().time, self.publisher.backend.options.heartbeat
        beat = clock()
        while self.members or self._noted:
            self._changes.clear()
            here, known = frozenset(self.members), self._noted
            if clock() >= beat:
                beat, known = clock() + heartbeat, frozenset()
            arrived, gone, self._noted = here - known, self._noted - here, here
            if arrived or gone:
                await self.run(self._write, arrived, gone)
            await asyncio.sleep(min(PAUSE, heartbeat))
            with suppress(TimeoutError):
                async with asyncio.timeout(max(beat - clock(), 0)):
                    await self._changes.wait()

    def _write(self, arrived: AbstractSet[Any], gone: AbstractSet[Any]) -> None:
        backend = self.publisher.backend
        seconds = ceil(KEPT_FOR * backend.options.heartbeat)
        with suppress(ServerUnavailable):  # the next heartbeat notes all
            self.publisher.breaker.call(
                lambda: backend.note_present(self.process, arrived, gone, seconds)
            )

"""An open event stream of a process, with the changes that its member has not received yet."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .topics import BACK, MISSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .topics import Change

MAX_RESULTS = 100
"""Results that wait for a slow reader. With more, the stream looks into its lists again."""


class Stream:
    """An open stream.

    Its topics wake it: most for the look that all streams of the process share, some for one of its
    own. It keeps sets, not queues: a burst of changes is one look.
    """

    __slots__ = (
        "_alarms",
        "_results",
        "_wakes",
        "changes",
        "is_closed",
        "is_ended",
        "member",
        "owner",
        "topics",
    )

    def __init__(self, member: Any, owner: Any = None) -> None:
        self.member = member
        self.owner = owner
        """Data of this stream for the function that reads for all streams."""
        self.topics: frozenset[str] = frozenset()
        self.changes: set[Change] = set()
        """Changes since the last look of all streams."""
        self.is_ended = False
        """Whether the member may have no more."""
        self.is_closed = False
        """Whether the server stops."""
        self._alarms: set[str] = set()
        self._results: list[Any] = []
        self._wakes = asyncio.Event()

    def wake(self, alarms: Iterable[str]) -> None:
        """Wake the stream itself: for a look of its own, or to tell of an outage."""
        self._alarms.update(alarms)
        self._wakes.set()

    def deliver(self, result: Any) -> None:
        """Add the news that a look of all streams has found for this one."""
        if len(self._results) < MAX_RESULTS:
            self._results.append(result)
            self._wakes.set()
        else:
            self._results.clear()
            self.wake([MISSED, BACK])

    def close(self) -> None:
        """Let the stream end, because the server stops."""
        self.is_closed = True
        self._wakes.set()

    def end(self) -> None:
        """Let the stream end."""
        self.is_ended = True
        self._wakes.set()

    async def wait(self, timeout: float) -> bool:
        """Wait until there is something to do, for at most timeout. Return whether there is."""
        try:
            async with asyncio.timeout(timeout):
                return await self._wakes.wait()
        except TimeoutError:
            return False

    def take_alarms(self) -> set[str]:
        """Return the alarms since the last call."""
        alarms, self._alarms = self._alarms, set()
        return alarms

    def take_results(self) -> list[Any]:
        """Return the results since the last call, and go to sleep."""
        self._wakes.clear()
        results, self._results = self._results, []
        return results

    def take_changes(self) -> set[Change]:
        """Return the changes since the last call."""
        changes, self.changes = self.changes, set()
        return changes

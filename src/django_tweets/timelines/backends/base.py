"""The interface of a timeline backend: it finds the tweets that may belong on a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.checks import CheckMessage

    from ...reading.keyset import Cursor
    from ...reading.pipeline import Scan
    from ..sources import Source


class BaseTimeline(ABC):
    """A timeline backend. Keyword arguments of __init__ are the OPTIONS of the setting.

    There is one instance in a process, which all threads share.
    """

    @abstractmethod
    def scan(self, source: Source, cursor: Cursor, size: int) -> Scan:
        """Candidates for the page of source that starts at cursor, in the direction of cursor.

        Candidates are the tweets and retweets of the members of source whom its viewer has not
        muted, and the viewer's own if source.includes_viewer. Left out are replies to people who
        are not among these authors, except the viewer's own replies.

        The answer has at least size candidates, or else all there are up to the horizon, which
        must lie after the cursor.

        Tweets that are not in source.readable must change neither the answer nor the number of
        statements: apply that condition before candidates are counted or cut. What of them is in
        the answer nevertheless is not shown, but its absence can be seen.
        """

    def update_homes(  # noqa: B027 - see its docstring
        self, tweet_id: int, using: str, *, is_new: bool
    ) -> None:
        """Note that a tweet is new, or may have more readers than before: for stored homes.

        It is called in the transaction that writes the tweet, on the database `using`, and so has
        to leave the work to a task that is enqueued on commit. Retweets are tweets too. The default
        does nothing: a backend that reads homes when they are opened has nothing to store.

        is_new: whether the tweet is inserted. If not, it was edited.
        """

    def find_lost_tasks(self, since: datetime, until: datetime) -> Iterator[list[tuple[Any, ...]]]:
        """Yield lists of tasks that were lost between two times: each a task with its arguments.

        `manage.py sweep` runs them at once, between two reads of this iterator, which must write
        nothing. Tasks that are younger than until may still be in the queue.
        """
        yield from ()

    def check(self) -> list[CheckMessage]:
        """Messages of `manage.py check` about this backend and its options."""
        return []

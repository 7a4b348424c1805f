"""The interface of a timeline backend: it finds the tweets that may belong on a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    def check(self) -> list[CheckMessage]:
        """Messages of `manage.py check` about this backend and its options."""
        return []

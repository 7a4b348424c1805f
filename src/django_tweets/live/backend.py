"""The interface of a stream backend: it carries short messages from one process to all others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from django.core.checks import CheckMessage

CHANNEL = "django_tweets"


@dataclass(frozen=True, kw_only=True, slots=True)
class StreamOptions:
    """Options of all backends: the pace and the limits of event streams. Times are in seconds."""

    heartbeat: float = 20
    """Time without an event after which a comment is sent, so that proxies keep the connection."""
    interval: float = 0.25
    """Least time between two looks into the database, each for all streams of a process."""
    recheck: float = 300
    """Time after which whom the member follows is read again, in case it was not announced."""
    lifetime: float = 3600
    """Time after which a stream ends, and the browser connects again."""
    per_member: int = 6
    """Open streams of one member in a process. A browser has one for all of its tabs."""
    per_process: int = 5000
    """Open streams of a process."""
    threads: int = 4
    """Threads of a process that open streams. One more looks for all of them."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise ValueError(f"{name} should be a number above 0, but is {value!r}")


class BaseStream(ABC):
    """A stream backend. Keyword arguments of __init__ are the OPTIONS of the setting.

    There is one instance in a process, which all threads share.
    """

    extra: ClassVar[str] = ""
    """Name of the extra of this package that the backend needs."""
    has_presence: ClassVar[bool] = False
    """Whether note_present() and find_present() are there."""

    def __init__(self, *, channel: str = CHANNEL, **options: Any) -> None:
        self.channel = channel
        self.options = StreamOptions(**options)

    @abstractmethod
    def publish(self, messages: Sequence[str]) -> None:
        """Send messages to all listeners. Raise any error if that fails, within a second."""

    @abstractmethod
    def listen(self) -> AsyncIterator[str]:
        """Yield "" when the connection is open, and from then on each message. Raise if it is lost.

        One connection; it must be noticed within a minute that it is lost.
        """

    def note_present(
        self, process: str, here: Collection[Any], gone: Collection[Any], seconds: int
    ) -> None:
        """Note for so many seconds that members have an open stream, and that gone have none.

        Raise any error if that fails, within a second.
        """
        raise NotImplementedError

    def find_present(self, members: Collection[Any]) -> set[Any]:
        """Return those of members who have a stream in any process. Raise as note_present()."""
        raise NotImplementedError

    def check(self) -> list[CheckMessage]:
        """Messages of `manage.py check` about this backend and its options."""
        return []

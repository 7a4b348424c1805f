"""What a search backend does: say which tweets may match, the newest first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry has, and what it doesn't: terms that stand side by side, mostly one."""

    having: tuple[Phrase, ...] = ()
    lacking: tuple[Phrase, ...] = ()

    @property
    def parts(self) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
        """Both."""
        return self.having, self.lacking

    @property
    def terms(self) -> tuple[list[str], list[str]]:  # pragma: no cover - not SQLite's
        """The terms that all entries have, and those that none has."""
        having = {term: None for phrase in self.having for term in phrase}
        return [*having], [phrase[0] for phrase in self.lacking if len(phrase) == 1]


@dataclass(frozen=True, slots=True)
class Span:
    """The ids to look among, all those between above and below, and in which direction."""

    above: int | None = None
    below: int | None = None
    is_upwards: bool = False

    def beyond(self, key: int) -> Span:
        """What is left behind key."""
        return replace(self, above=key) if self.is_upwards else replace(self, below=key)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in the direction of the span.

    They are complete down to `horizon` (upwards, up to it); None: to the end of the span.
    """

    ids: list[int]
    horizon: int | None


class BaseSearch(ABC):
    """A search backend. Keyword arguments of __init__ are the OPTIONS of the setting.

    There is one instance for each database in a process, which all threads share.
    """

    @abstractmethod
    def find(self, wanted: Wanted, span: Span, size: int) -> Found:
        """The ids of tweets whose entries match, the first of span in its direction.

        As many as size, or else whatever there is down to the horizon, which must lie behind the
        beginning of the span. Whether somebody may read them is asked of each later, at the one
        door.
        """

    def prepare(self, using: str) -> None:  # noqa: B027 - not every backend has one
        """Make the index on a database that has none. Called after each `migrate`."""

    def rebuild(self, using: str) -> None:  # noqa: B027 - nor can every one differ
        """Set right an index that may differ from its entries."""

    def check(self) -> list[CheckMessage]:
        """What `manage.py check` has to say about this backend and its options."""
        return []

"""Base class of search backends: they find the ids of matching tweets, newest first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

    from ...reading.readable import ReadableRows

Phrase = tuple[str, ...]

MAX_CANDIDATES = 1_000  # ids from a backend that does not apply visibility


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives: an entry must have one of the phrases, or lack one of those in `missing`."""

    phrases: tuple[Phrase, ...] = ()
    missing: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class TermQuery:
    """Phrases that an entry must have or must not have. A phrase is one or more adjacent terms."""

    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    any_of: tuple[AnyOf, ...] = ()
    """Alternatives. An entry must meet each of these too."""
    readable: ReadableRows | None = field(default=None, compare=False)
    """The tweets that may be shown, for a backend that applies_visibility. None: all."""

    @property
    def parts(self) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
        """Required and excluded phrases."""
        return self.required, self.excluded

    @property
    def choices(self) -> list[tuple[Phrase, ...]]:
        """Phrases of which every match has at least one, for each of the alternatives."""
        return [each.phrases for each in self.any_of if not each.missing]

    @property
    def is_indexed(self) -> bool:
        """Whether an index of terms can find the matches: not if they only lack phrases."""
        return bool(self.required or self.choices)

    @property
    def terms(self) -> tuple[list[str], list[str]]:  # pragma: no cover - not SQLite's
        """Terms that every match has, and terms that no match has."""
        required = {term: None for phrase in self.required for term in phrase}
        return [*required], [phrase[0] for phrase in self.excluded if len(phrase) == 1]

    @property
    def unindexed(self) -> TermQuery:  # pragma: no cover - not SQLite's
        """Conditions to check in the entries: phrases of several terms, alternatives with them."""
        required, excluded = (tuple(p for p in part if len(p) > 1) for part in self.parts)
        # MariaDB ignores -term beside a group in parentheses.
        excluded = self.excluded if self.choices else excluded
        any_of = [each for each in self.any_of if each.missing or max(map(len, each.phrases)) > 1]
        return TermQuery(required, excluded, tuple(any_of))


@dataclass(frozen=True, slots=True)
class IdRange:
    """The ids to search, all between above and below (both exclusive), and the direction."""

    above: int | None = None
    below: int | None = None
    is_ascending: bool = False

    def after(self, key: int) -> IdRange:
        """Return the rest of the range after key."""
        return replace(self, above=key) if self.is_ascending else replace(self, below=key)


@dataclass(frozen=True, slots=True)
class Matches:
    """Matching ids, in the direction of the id range.

    They are complete up to the id `horizon` in that direction; None: to the end of the range.
    """

    ids: list[int]
    horizon: int | None


class BaseSearch(ABC):
    """A search backend. Keyword arguments of __init__ are the OPTIONS of the setting.

    There is one instance for each database in a process, which all threads share.
    """

    applies_visibility: ClassVar[bool] = False
    """Whether find() returns only ids of query.readable.

    Then a hidden match changes nothing that a viewer could observe. If not, search asks for
    MAX_CANDIDATES ids at once and leaves out the hidden ones: only so many of them could be noticed
    by a shorter page.
    """

    @abstractmethod
    def find(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        """Return the ids of tweets whose entries match: the first of id_range in its direction.

        Either size ids, or all up to the horizon, which must be past the start of id_range. If the
        backend applies_visibility, neither the number of its statements nor the horizon may depend
        on other tweets than those in query.readable.
        """

    def find_readable(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        """Find as find(), but only ids of query.readable, whatever the backend applies."""
        if self.applies_visibility or query.readable is None:
            return self.find(query, id_range, size)
        found = self.find(query, id_range, max(size, MAX_CANDIDATES))
        ids = query.readable.keep(found.ids)
        return Matches(ids[:size], ids[size - 1] if len(ids) >= size else found.horizon)

    def prepare(self, using: str) -> None:  # noqa: B027 - not every backend has an index
        """Create the index if the database has none. Called after each `migrate`."""

    def remove(self, using: str) -> None:  # noqa: B027 - an index on a table goes with it
        """Remove what prepare() created, after `migrate django_tweets zero`."""

    def rebuild(self, using: str) -> None:  # noqa: B027 - not every index can differ
        """Rebuild an index that may differ from its entries."""

    def forget_deleted(self, using: str) -> None:  # noqa: B027 - the database does it later
        """Remove from the index what it still has of deleted entries."""

    def check(self) -> list[CheckMessage]:
        """Return the messages of `manage.py check` about this backend and its options."""
        return []

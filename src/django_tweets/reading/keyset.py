"""Keyset pagination: a page starts at a key, so page 1,000 costs as much as page 1.

There is no OFFSET, and no list is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from ..snowflake import read_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

PAGE_SIZE = 20

Row = TypeVar("Row")


class InvalidCursor(ValueError):  # noqa: N818 - as Django's InvalidPage
    """The cursor in a query string is invalid: `before` or `after` is not an id."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: older than `before`, newer than `after`, both, or at the newest row."""

    before: int | None = None
    after: int | None = None

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> Cursor:
        """The cursor of a query string such as request.GET. InvalidCursor if it has no valid id."""
        return cls(parse_id(query.get("before")), parse_id(query.get("after")))

    @property
    def params(self) -> dict[str, int]:
        """The parameters of a query string that lead to this page, as parse() reads them."""
        return {
            field.name: value
            for field in fields(self)
            if (value := getattr(self, field.name)) is not None
        }

    @property
    def query_string(self) -> str:
        """The parameters as a query string: "?before=7", or "?" for the newest page."""
        return f"?{urlencode(self.params)}"

    @property
    def is_ascending(self) -> bool:
        """Whether rows are read upwards, oldest first: the page is the one just above `after`."""
        return self.after is not None and self.before is None

    def continue_from(self, key: int) -> Cursor:
        """The cursor that starts after key, in the same direction."""
        return replace(self, after=key) if self.is_ascending else replace(self, before=key)

    def nearest(self, keys: Iterable[int]) -> int | None:
        """The key that comes first in this direction; None if there are no keys."""
        return (min if self.is_ascending else max)(keys, default=None)

    def is_past(self, key: int, horizon: int | None) -> bool:
        """Whether key comes after horizon in this direction. No key does if horizon is None."""
        if horizon is None:
            return False
        return key > horizon if self.is_ascending else key < horizon


NEWEST = Cursor()


def parse_id(value: str | None) -> int | None:
    """Return value as an id; None if there is no value. InvalidCursor if it is not an id."""
    if value is None:
        return None
    found = read_id(value)
    if found is None:
        raise InvalidCursor(value)
    return found


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, newest first, ready to render.

    `newer` and `older` are the cursors of the neighbouring pages, or None at an end of the list.
    Where the viewer may not read most of the list, a page can have fewer rows than its size and
    still have an older page.
    """

    rows: list[Row]
    newer: Cursor | None = None
    older: Cursor | None = None

    @property
    def tweets(self) -> list[Row]:
        """The rows of a list of tweets."""
        return self.rows


def make_page(
    rows: Sequence[tuple[int, Row]], cursor: Cursor, size: int, *, horizon: int | None = None
) -> Page[Row]:
    """The page of rows, which are pairs of a key and a row, in the direction of cursor.

    More than size rows mean that the list goes on after them. With fewer the list ends there; or,
    with a horizon, it goes on after that key.
    """
    page = list(rows[:size])
    last = page[-1][0] if len(rows) > size else horizon
    if not page and last is None:
        return Page([], newer=None if cursor == NEWEST else NEWEST)
    first = page[0][0] if page else last
    top, bottom = (last, first) if cursor.is_ascending else (first, last)
    if cursor.is_ascending:
        page.reverse()
    has_newer = last is not None if cursor.is_ascending else cursor.before is not None
    return Page(
        [row for _, row in page],
        newer=Cursor(after=top) if has_newer else None,
        older=Cursor(before=bottom) if bottom is not None else None,
    )


def slice_queryset(
    rows: QuerySet[Any], cursor: Cursor, limit: int, key: str = "pk"
) -> QuerySet[Any]:
    """The first rows after cursor, in its direction, up to limit. key: the field of the cursor."""
    if cursor.before is not None:
        rows = rows.filter(**{f"{key}__lt": cursor.before})
    if cursor.after is not None:
        rows = rows.filter(**{f"{key}__gt": cursor.after})
    # Oldest first from `after`, so that the page is the one just above it.
    return rows.order_by(key if cursor.is_ascending else f"-{key}")[:limit]

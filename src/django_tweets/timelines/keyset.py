"""Pages cut by a key. Page one thousand costs what page one costs, and nothing is counted."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from ..snowflake import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

PAGE_SIZE = 20

Row = TypeVar("Row")


class InvalidCursor(ValueError):  # noqa: N818 - as Django's InvalidPage
    """A before or after that no page of ours has offered."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: older than `before`, newer than `after`, both, or at the newest."""

    before: int | None = None
    after: int | None = None

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> Cursor:
        """The cursor of a query string such as request.GET. InvalidCursor if it can't be an id."""
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
    def is_upwards(self) -> bool:
        """Whether the page is the one just above `after`, and not the newest below `before`."""
        return self.after is not None and self.before is None

    def beyond(self, key: int) -> Cursor:
        """The cursor of what comes behind key, in the direction of this one."""
        return replace(self, after=key) if self.is_upwards else replace(self, before=key)


NEWEST = Cursor()


def parse_id(value: str | None) -> int | None:
    """The id that value is, if any. InvalidCursor if it can't be one."""
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= MAX_ID):
        raise InvalidCursor(value)
    return int(value)


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


def page_of(
    found: Sequence[tuple[int, Row]], cursor: Cursor, size: int, *, horizon: int | None = None
) -> Page[Row]:
    """The page of found: keys and rows, in the direction of cursor, at least one more than size.

    With fewer the list ends there; or, with a horizon, goes on behind that key.
    """
    page = list(found[:size])
    last = page[-1][0] if len(found) > size else horizon
    if not page and last is None:
        return Page([], newer=None if cursor == NEWEST else NEWEST)
    first = page[0][0] if page else last
    top, bottom = (last, first) if cursor.is_upwards else (first, last)
    if cursor.is_upwards:
        page.reverse()
    has_newer = last is not None if cursor.is_upwards else cursor.before is not None
    return Page(
        [row for _, row in page],
        newer=Cursor(after=top) if has_newer else None,
        older=Cursor(before=bottom) if bottom is not None else None,
    )


def cut(rows: QuerySet[Any], cursor: Cursor, size: int, key: str = "pk") -> QuerySet[Any]:
    """The page of rows, and one row more, that starts at cursor, in its direction."""
    if cursor.before is not None:
        rows = rows.filter(**{f"{key}__lt": cursor.before})
    if cursor.after is not None:
        rows = rows.filter(**{f"{key}__gt": cursor.after})
    # Upwards from `after`, so that the page found is the one just above it.
    return rows.order_by(key if cursor.is_upwards else f"-{key}")[: size + 1]

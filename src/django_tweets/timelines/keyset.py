"""Pages cut by id. Page one thousand costs what page one costs, and nothing is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..snowflake import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from ..models import AbstractTweet

PAGE_SIZE = 20


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
        return cls(_parse_id(query.get("before")), _parse_id(query.get("after")))


NEWEST = Cursor()


def _parse_id(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= MAX_ID):
        raise InvalidCursor(value)
    return int(value)


@dataclass(frozen=True, slots=True)
class Keys:
    """The ids of one page, newest first.

    `newer` and `older` are the query strings of the neighbouring pages, or "" at an end.
    """

    ids: list[int]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, newest first, ready to render; `newer` and `older` as of its Keys.

    Its neighbours hang on the keys, so a tweet that went meanwhile doesn't end the list.
    """

    tweets: list[AbstractTweet]
    newer: str
    older: str


def keys(tweets: QuerySet[AbstractTweet], cursor: Cursor, size: int = PAGE_SIZE) -> Keys:
    """The page of tweets, ordered in whatever way, that starts at cursor: one query."""
    ids = tweets.values_list("pk", flat=True)
    if cursor.before is not None:
        ids = ids.filter(pk__lt=cursor.before)
    if cursor.after is not None:
        ids = ids.filter(pk__gt=cursor.after)
    # Upwards from `after`, so that the page found is the one just above it.
    upwards = cursor.after is not None and cursor.before is None
    found = list(ids.order_by("pk" if upwards else "-pk")[: size + 1])
    page, more = found[:size], len(found) > size
    if not page:
        return Keys([], newer="" if cursor == NEWEST else "?", older="")
    if upwards:
        page.reverse()
    has_newer, has_older = (more, True) if upwards else (cursor.before is not None, more)
    return Keys(
        page,
        newer=f"?after={page[0]}" if has_newer else "",
        older=f"?before={page[-1]}" if has_older else "",
    )

"""The hashtags that begin with what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import fold_hashtag
from ..timelines import autocomplete
from ..timelines.keyset import NEWEST, PAGE_SIZE, Cursor, Page, page_of

if TYPE_CHECKING:
    from ..models import Hashtag

LOOK = 1_000  # at so many that begin so, in their order


def search_hashtags(typed: str, cursor: Cursor = NEWEST, size: int = PAGE_SIZE) -> Page[Hashtag]:
    """The most used of those that begin so, with a sign or without; first the one that is typed.

    Of the first thousand that do: whoever misses one types one letter more. One query.
    """
    name = fold_hashtag("".join(typed.split()).lstrip("#＃"))
    found = autocomplete.suggest_hashtags(name, LOOK, look=LOOK) if name else []
    found.sort(key=lambda hashtag: fold_hashtag(hashtag.name) != name)
    rows = [(hashtag.pk, hashtag) for hashtag in found]
    at = cursor.after if cursor.is_upwards else cursor.before
    place = next((place for place, (key, _) in enumerate(rows) if key == at), None)
    if place is not None:
        rows = rows[:place][::-1] if cursor.is_upwards else rows[place + 1 :]
    return page_of(rows, cursor if place is not None else NEWEST, size)

"""Search for hashtags that begin with the typed text."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import Listing, RowBatch, fill_page
from ..text import fold_hashtag
from . import autocomplete

if TYPE_CHECKING:
    from ..models import Hashtag

MAX_CANDIDATES = 1_000  # hashtags that begin with the text, in alphabetical order


def search_hashtags(typed: str, cursor: Cursor = NEWEST, size: int = PAGE_SIZE) -> Page[Hashtag]:
    """Return hashtags that start with typed, with or without #: the exact one, then the most used.

    From the first MAX_CANDIDATES in alphabetical order. One query.
    """
    name = fold_hashtag("".join(typed.split()).lstrip("#＃"))
    found = autocomplete.suggest_hashtags(name, MAX_CANDIDATES, MAX_CANDIDATES) if name else []
    found.sort(key=lambda hashtag: fold_hashtag(hashtag.name) != name)
    listing = HashtagListing(found)
    start = cursor.after if cursor.is_ascending else cursor.before
    return fill_page(listing, cursor if start in listing.keys else NEWEST, size)


class HashtagListing(Listing["Hashtag"]):
    """A list of hashtags that have been read already, for the page pipeline."""

    def __init__(self, hashtags: list[Hashtag]) -> None:
        self.hashtags = hashtags
        # Not the primary keys, which tell how many hashtags others have used.
        self.keys: list[Any] = [_number(hashtag.key) for hashtag in hashtags]

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[Hashtag]:
        rows = list(zip(self.keys, self.hashtags, strict=True))
        if cursor.is_ascending:
            rows = rows[: self.keys.index(cursor.after)][::-1]
        elif cursor.before is not None:
            rows = rows[self.keys.index(cursor.before) + 1 :]
        return RowBatch(rows[:limit], None)


def _number(key: str) -> int:
    """Return a number of 63 bits for a hashtag: a cursor."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1

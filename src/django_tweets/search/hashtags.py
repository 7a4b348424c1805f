"""The hashtags that begin with what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import fold_hashtag
from ..timelines import completion
from ..timelines.keyset import PAGE_SIZE, Page

if TYPE_CHECKING:
    from ..models import Hashtag

LOOK = 1_000  # at so many that begin so, in their order


def hashtags(typed: str, size: int = PAGE_SIZE) -> Page[Hashtag]:
    """The most used of those that begin so, with a sign or without; first the one that is typed.

    One page, since what isn't on it is found by typing one letter more. One query.
    """
    name = fold_hashtag("".join(typed.split()).lstrip("#＃"))
    found = completion.hashtags(name, LOOK, look=LOOK) if name else []
    found.sort(key=lambda hashtag: fold_hashtag(hashtag.name) != name)
    return Page(found[:size], newer="", older="")

"""Hashtags: the one of a name, those that somebody follows, and those that begin in some way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import F

from .. import text
from ..models import Hashtag, HashtagFollow
from .backends.base import Scan
from .backends.pull import depths
from .backends.statements import newest_of_each_hashtag
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, cut, page_of

if TYPE_CHECKING:
    from ..models import AbstractProfile
    from .backends.statements import Tagged


def find(name: str) -> Hashtag | None:
    """The hashtag of that name, however it is spelled; None if nobody has used it."""
    return Hashtag._base_manager.filter(key=text.hashtag_key(name)).first()


def is_followed(hashtag: Hashtag, viewer: AbstractProfile | None) -> bool:
    """Whether viewer follows hashtag."""
    if viewer is None or hashtag._state.adding:
        return False
    mine = HashtagFollow._base_manager.filter(profile=viewer.pk, hashtag=hashtag.pk)
    return mine.exists()


def followed(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[Hashtag]:
    """The hashtags that viewer follows, the latest first."""
    mine = Hashtag._base_manager.filter(follows__profile=viewer.pk)
    found = cut(mine.annotate(key_of_follow=F("follows__pk")), cursor, size, "key_of_follow")
    return page_of([(hashtag.key_of_follow, hashtag) for hashtag in found], cursor, size)


def scan_followed(viewer: AbstractProfile, cursor: Cursor, size: int) -> Scan:
    """As a timeline backend: what may come home to viewer for the hashtags that they follow.

    One query for who follows none, else two; and one more where most of what was found answers
    somebody.
    """
    mine = HashtagFollow._base_manager.filter(profile=viewer.pk)
    followed = list(mine.values_list("hashtag_id", flat=True))
    scan = Scan([], None)
    for each in depths(size, len(followed)) if followed else ():
        limit = 3 * max(each, size)
        found = newest_of_each_hashtag(followed, cursor, each=each, limit=limit)
        scan = _scan(found, cursor, each, limit)
        if len(scan.rows) >= size // 2 or scan.horizon is None:  # a page, and one more
            break
    return scan


def _scan(found: list[Tagged], cursor: Cursor, each: int, limit: int) -> Scan:
    counts = Counter(row.hashtag for row in found)
    last = {row.hashtag: row.pk for row in found}
    ends = [last[hashtag] for hashtag, count in counts.items() if count == each]
    if len(found) == limit:
        ends.append(found[-1].pk)
    horizon = (min(ends) if cursor.is_upwards else max(ends)) if ends else None
    rows: list[tuple[int, int | None]] = [
        (row.pk, None)
        for row in found
        if row.is_for_all
        and (horizon is None or (row.pk <= horizon if cursor.is_upwards else row.pk >= horizon))
    ]
    return Scan(rows, horizon)

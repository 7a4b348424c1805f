"""Hashtags: find one by name, list those that a member follows, and read their tweets for home."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from .. import text
from ..models import Hashtag, HashtagFollow
from ..models.hashtag import is_public
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import QuerySetListing, Scan, fill_page
from .statements import newest_of_each_hashtag, rows_per_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import AbstractProfile
    from .sources import Source


def find(name: str, follower: AbstractProfile | None = None) -> Hashtag | None:
    """The hashtag of that name, in any spelling; None if no public tweet uses it.

    follower: a profile that gets a hashtag without public tweets too, if it follows it.
    """
    shown = is_public()
    if follower is not None:
        mine = HashtagFollow._base_manager.filter(profile=follower.pk, hashtag=OuterRef("pk"))
        shown |= Q(Exists(mine))
    return Hashtag._base_manager.filter(shown, key=text.hashtag_key(name)).first()


def is_followed(hashtag: Hashtag, viewer: AbstractProfile | None) -> bool:
    """Whether viewer follows hashtag, which need not be saved."""
    if viewer is None:
        return False
    mine = HashtagFollow._base_manager.filter(profile=viewer.pk, hashtag__key=hashtag.key)
    return mine.exists()


def followed_among(hashtags: Sequence[Hashtag], viewer: AbstractProfile) -> set[int]:
    """The keys of those hashtags that viewer follows: one query, or none."""
    mine = HashtagFollow._base_manager.filter(profile=viewer.pk)
    keys = [hashtag.pk for hashtag in hashtags]
    return set(mine.filter(hashtag__in=keys).values_list("hashtag_id", flat=True))


def followed(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[Hashtag]:
    """The hashtags that viewer follows, the latest follow first."""
    mine = Hashtag._base_manager.filter(follows__profile=viewer.pk)
    rows = mine.annotate(key_of_follow=F("follows__pk"))
    return fill_page(QuerySetListing[Hashtag](rows, "key_of_follow"), cursor, size)


def scan_followed_hashtags(followed: list[int], source: Source, cursor: Cursor, size: int) -> Scan:
    """Candidates for a home from the followed hashtags with these keys, as from a backend.

    source: the home.

    No query without hashtags, else one; a second where most of the tweets that were read are
    replies.
    """
    scan = Scan([], None)
    for per_key in rows_per_key(size, len(followed)) if followed else ():
        limit = 3 * max(per_key, size)
        scan = _scan_each(followed, source, cursor, per_key=per_key, limit=limit)
        if len(scan.rows) >= size // 2 or scan.horizon is None:  # a page, and one more
            break
    return scan


def _scan_each(
    hashtags: list[int], source: Source, cursor: Cursor, *, per_key: int, limit: int
) -> Scan:
    """The newest tweets with each hashtag that belong in a home, as far as they are complete."""
    found = newest_of_each_hashtag(hashtags, source, cursor, per_key=per_key, limit=limit)
    counts = Counter(row.hashtag for row in found)
    last = {row.hashtag: row.pk for row in found}
    ends = [last[hashtag] for hashtag, count in counts.items() if count == per_key]
    if len(found) == limit:
        ends.append(found[-1].pk)
    rows: list[tuple[int, int | None]] = [(row.pk, None) for row in found if row.is_for_home]
    return Scan.up_to_horizon(rows, ends, cursor)

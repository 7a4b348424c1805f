"""Home as an adaptive pull: no extra table, no worker, nothing written for any follower.

How the newest tweets of those whom one follows are found depends on how many they are. For a
few, the newest of each, straight from the index. For many, the newest of all on the site, in
windows of bounded size, looking up who wrote them. And where the windows hold too little,
because all of the many have been silent: the newest of those few who spoke last. No statement
reads more than a bounded number of rows, however large the site; docs/benchmarks.md has figures.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Exists, F, OuterRef, Subquery

from ...models import Follow, Mute
from ...swapping import get_tweet_model
from ..keyset import cut
from .base import BaseTimeline, Scan
from .statements import followed_by, newest_of_all, newest_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...models import AbstractProfile
    from ..keyset import Cursor
    from .statements import Candidate

FEW = {"postgresql": 150, "sqlite": 300}
FEW_ELSEWHERE = 50  # MariaDB has no LATERAL, so there it is a SELECT for each
WINDOWS = (1_000, 4_000)
LOOKS = (1_500, 4_000)  # entries of the index that a look at each of a few reads, about


class AdaptivePull(BaseTimeline):
    """The default backend. few: up to how many accounts one follows are asked each."""

    def __init__(self, few: int | None = None) -> None:
        self.few = few

    def scan(self, viewer: AbstractProfile, cursor: Cursor, size: int) -> Scan:
        followed = self._followed_by(viewer)
        if followed is not None:
            for each in depths(size, len(followed) + 1):
                scan = _of_few(viewer, followed, cursor, size, each=each)
                if len(scan.rows) >= size or scan.horizon is None:
                    break
            return scan
        rows: list[tuple[int, int | None]] = []
        for width in WINDOWS:
            found, edge = newest_of_all(viewer, cursor, width=width, limit=size - len(rows))
            rows += found
            if len(rows) >= size:
                return Scan(rows, rows[-1][0])
            if edge is None:
                return Scan(rows, None)
            cursor = cursor.beyond(edge)
            if len(rows) * sum(WINDOWS) < size * width:  # the next one would not fill a page either
                rest = _of_those_who_spoke_last(viewer, cursor, size)
                return Scan([*rows, *rest.rows], rest.horizon)
        return Scan(rows, edge)

    def _followed_by(self, viewer: AbstractProfile) -> list[Any] | None:
        """Keys of those whom viewer follows and hasn't muted; None if they are many."""
        vendor = connections[router.db_for_read(Follow)].vendor
        few = self.few if self.few is not None else FEW.get(vendor, FEW_ELSEWHERE)
        if viewer.following_count > few:
            return None
        keys = followed_by(viewer, limit=few + 1)
        return keys if len(keys) <= few else None


def depths(size: int, authors: int) -> Iterator[int]:
    """How many of each of so many authors to look at, at first, and if that is not enough.

    All of a page may be by one of them, but 42 of each of 100 took SQLite 12 ms. 14 take 5 and are
    enough; with 10, one page in seven had to look twice.
    """
    yield max(1, size // 4, min(size, LOOKS[0] // authors))
    yield max(size, min(size * 10, LOOKS[1] // authors))


def _follows(viewer: AbstractProfile) -> Any:
    muted = Mute._base_manager.filter(muter=viewer.pk, muted=OuterRef("followed"))
    return Follow._base_manager.filter(~Exists(muted), follower_id=viewer.pk)


def _of_few(
    viewer: AbstractProfile, followed: list[Any], cursor: Cursor, size: int, each: int
) -> Scan:
    """The newest of each, without replies to people who aren't among them."""
    people = {viewer.pk, *followed}
    limit = 3 * max(each, size)
    found = newest_of_each(list(people), cursor, each=each, limit=limit)
    ends = _ends(found, each)
    if len(found) == limit:
        ends.append(found[-1].pk)
    return _scan(viewer, people, found, cursor, ends)


def _of_those_who_spoke_last(viewer: AbstractProfile, cursor: Cursor, size: int) -> Scan:
    """The newest of as many authors as a page can hold: those with the newest tweets."""
    tweets = cut(get_tweet_model()._base_manager.filter(profile=OuterRef("followed")), cursor, 0)
    spoke = F("spoke").asc if cursor.is_upwards else F("spoke").desc
    order = spoke(nulls_last=True)
    authors = _follows(viewer).annotate(spoke=Subquery(tweets.values("pk"))).order_by(order)
    spoken = list(authors.values_list("followed_id", "spoke")[: size + 1])
    seen, unseen = [key for key, _ in spoken[:size]], [key for _, key in spoken[size:]]
    found = newest_of_each([viewer.pk, *seen], cursor, each=size, limit=size * len(spoken) + size)
    answered = {row.reply_to for row in found} - {None}
    known = _follows(viewer).filter(followed__in=answered) if answered else Follow.objects.none()
    people = {viewer.pk, *known.values_list("followed_id", flat=True)}
    ends = _ends(found, size)
    # A page begins behind its cursor, and this one is still to come.
    ends += [key - 1 if cursor.is_upwards else key + 1 for key in unseen if key is not None]
    return _scan(viewer, people, found, cursor, ends)


def _ends(found: list[Candidate], each: int) -> list[int]:
    """The last ids of those authors who may have more than was asked for."""
    counts = Counter(row.author for row in found)
    last = {row.author: row.pk for row in found}
    return [last[author] for author, count in counts.items() if count == each]


def _scan(
    viewer: AbstractProfile,
    people: set[Any],
    found: list[Candidate],
    cursor: Cursor,
    ends: list[int],
) -> Scan:
    """What belongs in a home of found, as far as it is complete: to the nearest of ends."""
    horizon = None
    if ends:
        horizon = min(ends) if cursor.is_upwards else max(ends)
    rows = [
        (row.pk, row.retweet_of)
        for row in found
        if (row.reply_to is None or row.author == viewer.pk or row.reply_to in people)
        and (horizon is None or (row.pk <= horizon if cursor.is_upwards else row.pk >= horizon))
    ]
    return Scan(rows, horizon)

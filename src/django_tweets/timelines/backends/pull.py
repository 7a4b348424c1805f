"""The default backend, an adaptive pull: no extra table, no worker, nothing written per follower.

How it finds the newest tweets of the authors depends on how many authors there are:

- few: the newest tweets of each, straight from the index;
- many: the newest tweets of the whole site, in windows of time, and for each one whether its author
  is a member;
- many, but all have been silent, so that the windows hold too little: the newest tweets of the few
  authors who have tweeted last.

Each statement applies the visibility rule to a row before it counts or cuts: what the viewer may
not see changes neither a page nor the next statement. For the same reason windows are spans of
time: see reading/windows.py. A scan of authors steps over their hidden tweets, however many these
are; else it reads a bounded number of rows, however large the site is. docs/benchmarks.md has
figures.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Exists, F, OuterRef, Q, Subquery

from ...models import Mention, Visibility
from ...models.visibility import visible_profiles
from ...reading.keyset import slice_queryset
from ...reading.pipeline import Scan
from ...reading.windows import MAX_DENSITY, get_windows
from ...swapping import get_tweet_model
from ..statements import newest_of_each_author, newest_of_members, rows_per_key
from .base import BaseTimeline

if TYPE_CHECKING:
    from ...reading.keyset import Cursor
    from ..sources import Source
    from ..statements import Candidate

__all__ = ["AdaptivePull"]

FEW_AUTHORS = {"postgresql": 150, "sqlite": 300}
FEW_AUTHORS_ELSEWHERE = 50  # MariaDB has no LATERAL, so there it is a SELECT for each author
WINDOWS = (1_000, 4_000)


class AdaptivePull(BaseTimeline):
    """The default backend. few: the maximum number of authors whose tweets are read one by one."""

    def __init__(self, few: int | None = None) -> None:
        self.few = few

    def scan(self, source: Source, cursor: Cursor, size: int) -> Scan:
        authors = self._few_authors(source)
        if authors is not None:
            return _scan_few(source, authors, cursor, size)
        return _scan_windows(source, cursor, size)

    def _few_authors(self, source: Source) -> dict[Any, bool] | None:
        """Keys of the members of source, without muted ones; None if there are many.

        Each with whether the viewer may see that member.
        """
        vendor = connections[router.db_for_read(source.membership)].vendor
        few = self.few
        if few is None:
            few = FEW_AUTHORS.get(vendor, FEW_AUTHORS_ELSEWHERE)
        if source.member_count > few:
            return None
        members = source.members_by_visibility(few + 1)
        return dict(members) if len(members) <= few else None


def _scan_few(source: Source, authors: dict[Any, bool], cursor: Cursor, size: int) -> Scan:
    """The newest of each author, without replies to people who aren't among them."""
    people = {*source.own_keys(), *authors}
    shown = [*source.own_keys(), *(author for author, is_visible in authors.items() if is_visible)]
    for per_key in rows_per_key(size, len(authors) + 1):
        limit = 3 * max(per_key, size)
        found = newest_of_each_author(shown, source, cursor, per_key=per_key, limit=limit)
        ends = _ends_of_full_authors(found, per_key)
        if len(found) == limit:
            ends.append(found[-1].pk)
        scan = _without_replies_to_others(source, people, found, ends, cursor)
        if len(scan.rows) >= size or scan.horizon is None:
            break
    return scan


def _scan_windows(source: Source, cursor: Cursor, size: int) -> Scan:
    """Find candidates among the newest tweets of the site, or of the last active if too few."""
    rows: list[tuple[int, int | None]] = []
    windows = get_windows(WINDOWS, cursor.before, cursor.after, cursor.is_ascending)
    for end, width in windows:
        found, horizon = newest_of_members(
            source, cursor, end=end, rows=MAX_DENSITY * width, limit=size - len(rows)
        )
        rows += found
        if len(rows) >= size:
            return Scan(rows, rows[-1][0])
        if horizon is None:
            return Scan(rows, None)
        cursor = cursor.continue_from(horizon)
        if len(rows) * sum(WINDOWS) < size * width:  # the next one would not fill a page either
            rest = _scan_last_active(source, cursor, size)
            return Scan([*rows, *rest.rows], rest.horizon)
    # Not the edge: it may be a tweet that the viewer may not see.
    return Scan(rows, rows[-1][0])


def _scan_last_active(source: Source, cursor: Cursor, size: int) -> Scan:
    """The newest of as many authors as a page can hold: those with the newest tweets."""
    member, key = OuterRef(source.member_field), f"{source.member_field}_id"
    readable = source.readable.rows.filter(pk=OuterRef("pk")).order_by()
    # The condition of newest_of_each_author(), as an expression.
    mentions = Mention._base_manager.filter(tweet=OuterRef("pk"), profile=source.viewer.pk)
    is_for_viewer = Q(in_reply_to_profile=source.viewer.pk) | Q(Exists(mentions))
    shown = Q(~Q(visibility=Visibility.MENTIONED) | is_for_viewer, retweet_of=None)
    shown |= Q(Exists(readable), retweet_of__isnull=False)
    tweets = get_tweet_model()._base_manager.filter(shown, profile=member)
    tweets = slice_queryset(tweets, cursor, 1)
    newest = F("newest").asc if cursor.is_ascending else F("newest").desc
    members = source.members().filter(visible_profiles(source.viewer, f"{source.member_field}__"))
    members = members.annotate(newest=Subquery(tweets.values("pk")))
    # One author more than is read, to know where the others begin.
    active = list(members.order_by(newest(nulls_last=True)).values_list(key, "newest")[: size + 1])
    authors = [author for author, _ in active[:size]]
    limit = size * len(active) + size
    found = newest_of_each_author(
        [*source.own_keys(), *authors], source, cursor, per_key=size, limit=limit
    )
    answered = {row.reply_to for row in found} - {None}
    people = source.own_keys()
    if answered:
        members = source.members().filter(**{f"{source.member_field}__in": answered})
        people |= set(members.values_list(key, flat=True))
    ends = _ends_of_full_authors(found, size)
    # A page begins after its cursor, and the first tweet of the next author is still to come.
    before_unread = -1 if cursor.is_ascending else 1
    ends += [pk + before_unread for _, pk in active[size:] if pk is not None]
    return _without_replies_to_others(source, people, found, ends, cursor)


def _ends_of_full_authors(found: list[Candidate], per_key: int) -> list[int]:
    """The last ids of the authors who may have more tweets than the `per_key` that were read."""
    counts = Counter(row.author for row in found)
    last = {row.author: row.pk for row in found}
    return [last[author] for author, count in counts.items() if count == per_key]


def _without_replies_to_others(
    source: Source, people: set[Any], found: list[Candidate], ends: list[int], cursor: Cursor
) -> Scan:
    """The candidates of found up to the nearest of ends, without replies to others than people."""
    own = source.own_keys()
    rows = [
        (row.pk, row.retweet_of)
        for row in found
        if row.reply_to is None or row.author in own or row.reply_to in people
    ]
    return Scan.up_to_horizon(rows, ends, cursor)

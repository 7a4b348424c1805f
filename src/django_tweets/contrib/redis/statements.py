"""SQL for stored homes: the tweets of a page, and the tweets to store."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from ...models import Follow, HashtagFollow, Mention, Visibility
from ...reading.keyset import NEWEST
from ...reading.pipeline import NO_ID
from ...swapping import get_tweet_model
from ...timelines.statements import (
    Statement,
    answers_author,
    belongs_to,
    is_readable_by_follower,
)
from .models import Failure, PulledAuthor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...reading.keyset import Cursor
    from ...timelines.sources import HomeSource

AUTHORS_PER_STATEMENT = 200
ENTRIES = 40_000
"""About how many entries of the index are read to store a home, whoever its member follows."""

OWN = 20
"""Newest tweets of the viewer that are looked up with each page. All are stored in the end."""

LISTED, PULLED, FOLLOW, FAILURES, HASHTAG = range(5)


class Candidates(NamedTuple):
    """Rows and facts for one page, found by one statement."""

    listed: list[tuple[int, int | None]]
    """Tweets of the stored home, in page order."""
    pulled: list[tuple[int, int | None]]
    """Tweets of the authors who are pulled, in no order."""
    ends: list[int]
    """The last id in pulled of each author who may have more tweets."""
    newest_follow: int
    failures: int
    hashtags: list[int]


def find_candidates(
    source: HomeSource,
    cursor: Cursor,
    ids: Sequence[int],
    authors: Sequence[Any],
    *,
    edge: int,
    size: int,
    per_author: int,
) -> Candidates:
    """Return the tweets of ids, and of authors, that belong in a home after cursor.

    Up to size of ids, and of the viewer's own newest tweets above edge: these are there before a
    task has stored them. And the first per_author of each of authors, visible members of source. In
    the same statement: which stored homes of the viewer are stale, and the hashtags that the viewer
    follows.
    """
    listed = Statement(cursor)
    listed.require("t.id > %s", [edge])
    listed.require(*_is_one_of(listed, ids, source.viewer.pk))
    listed.require(*belongs_to(listed, source))
    columns = "t.id, t.retweet_of_id, t.profile_id"
    viewer = listed.key(source.viewer.pk)
    chosen = f"SELECT {columns}, {LISTED} FROM {listed.tweets} t WHERE {listed.bounds}"
    tweets = f"SELECT * FROM ({chosen} {listed.order} LIMIT {size:d}) l"
    follow = f"SELECT MAX(id), NULL, NULL, {FOLLOW} FROM {listed.table(Follow)}"
    failures = f"SELECT total, NULL, NULL, {FAILURES} FROM {listed.table(Failure)}"
    hashtags = f"SELECT hashtag_id, NULL, NULL, {HASHTAG} FROM {listed.table(HashtagFollow)}"
    parts = [tweets, f"{follow} WHERE follower_id = %s", failures]
    parts.append(f"{hashtags} WHERE profile_id = %s")
    values = [*listed.values, viewer, viewer]
    if authors:
        rows_of_each, of_authors = _rows_of_authors(source, cursor, authors, columns, per_author)
        parts.append(f"SELECT * FROM (SELECT {columns}, {PULLED} FROM {rows_of_each}) p")
        values += of_authors
    found: dict[int, list[Any]] = defaultdict(list)
    for *row, kind in listed.fetch(" UNION ALL ".join(parts), values):
        found[kind].append(row)
    rows = sorted(
        ((key, shown) for key, shown, _ in found[LISTED]), reverse=not cursor.is_ascending
    )
    return Candidates(
        rows,
        [(key, shown) for key, shown, _ in found[PULLED]],
        _ends_of_full_authors(found[PULLED], per_author, cursor),
        next((key or 0 for key, *_ in found[FOLLOW]), 0),
        next((count for count, *_ in found[FAILURES]), 0),
        [hashtag for hashtag, *_ in found[HASHTAG]],
    )


def _is_one_of(statement: Statement, ids: Sequence[int], author: Any) -> tuple[str, list[Any]]:
    """Return a condition on tweets t: one of ids, or one of the newest OWN tweets of author.

    It has one parameter for all ids, if the database takes a list.
    """
    newest = (
        f"SELECT o.id FROM {statement.tweets} o WHERE o.profile_id = %s"
        f" ORDER BY o.id DESC LIMIT {OWN:d}"
    )
    key = statement.key(author)
    if statement.connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
        listed = f"{{{','.join(map(str, ids))}}}"
        return f"t.id = ANY(%s::bigint[] || ARRAY({newest}))", [listed, key]
    if statement.connection.vendor == "sqlite":  # pragma: no branch - the others are tested too
        listed = json.dumps(list(ids))
        both = f"SELECT value FROM json_each(%s) UNION SELECT * FROM ({newest})"
        return f"t.id IN ({both})", [listed, key]
    return _is_in_list(ids, newest), [key]  # pragma: no cover - MariaDB and MySQL


def _is_in_list(ids: Sequence[int], newest: str) -> str:  # pragma: no cover - MariaDB and MySQL
    """Return the same condition for databases that take no list as a parameter."""
    listed = ",".join(map(str, [*ids, NO_ID]))
    return f"(t.id IN ({listed}) OR t.id IN (SELECT * FROM ({newest}) newest))"


def _rows_of_authors(
    source: HomeSource, cursor: Cursor, authors: Sequence[Any], columns: str, per_author: int
) -> tuple[str, list[Any]]:
    """A FROM clause with the first tweets of each author that belong in a home, with its values."""
    statement = Statement(cursor)
    statement.require(*is_readable_by_follower(statement, source))
    statement.require(*answers_author(statement, source))
    return statement.rows_of_each(
        "profile", get_tweet_model(), authors, columns, per_key=per_author
    )


def _ends_of_full_authors(rows: list[Any], per_author: int, cursor: Cursor) -> list[int]:
    """The last ids of the authors who may have more tweets than the `per_author` of rows."""
    last = max if cursor.is_ascending else min
    ids: dict[Any, list[int]] = defaultdict(list)
    for key, _, author in rows:
        ids[author].append(key)
    return [last(keys) for keys in ids.values() if len(keys) == per_author]


class Membership(NamedTuple):
    """The people that a member follows, and the number of failures when they were read."""

    newest_follow: int
    failures: int
    authors: list[Any]
    """Keys of those whose tweets are stored: the member, and most of the others."""
    pulled: list[Any]


def read_membership(member: Any) -> Membership:
    """Return the authors of a stored home: member, and the profiles that member follows."""
    totals = Failure._base_manager.values("total")[:1]
    follows = Follow._base_manager.filter(follower=member).annotate(
        is_pulled=Exists(PulledAuthor._base_manager.filter(profile=OuterRef("followed"))),
        failures=Subquery(totals),
    )
    rows = list(follows.values_list("pk", "followed_id", "is_pulled", "failures"))
    if not rows:
        return Membership(0, sum(row["total"] for row in totals), [member], [])
    return Membership(
        max(key for key, *_ in rows),
        rows[0][-1] or 0,
        [member, *(author for _, author, is_pulled, _ in rows if not is_pulled)],
        [author for _, author, is_pulled, _ in rows if is_pulled],
    )


def newest_of_followed(member: Any, authors: Sequence[Any], keep: int) -> tuple[list[int], int]:
    """Return up to keep ids of tweets by authors, the newest first, and their floor.

    All of them, also those that the member may not read now, such as of somebody who is muted: they
    may be readable later. Left out are those for other people than the member.
    """
    per_author = max(5, min(keep + 1, ENTRIES // max(len(authors), 1)))
    found = _newest_of_each(member, authors, per_author)
    ends = {author: ids[-1] for author, ids in found.items() if len(ids) == per_author}
    above = max(ends.values(), default=0)
    if ends and sum(key >= above for ids in found.values() for key in ids) < keep:
        # Some have written much more than the others: read more of these.
        most = sorted(ends, key=ends.__getitem__, reverse=True)[: max(ENTRIES // keep, 1)]
        found |= _newest_of_each(member, most, keep + 1)
        ends = {
            author: ids[-1]
            for author, ids in found.items()
            if len(ids) == (keep + 1 if author in most else per_author)
        }
    floor = max(ends.values(), default=1) - 1
    ids = sorted((key for ids in found.values() for key in ids if key > floor), reverse=True)
    if len(ids) > keep:
        floor = ids[keep]
    return ids[:keep], floor


def _newest_of_each(member: Any, authors: Sequence[Any], per_author: int) -> dict[Any, list[int]]:
    """Return the ids of the newest per_author tweets of each author, the newest first."""
    found: dict[Any, list[int]] = defaultdict(list)
    for start in range(0, len(authors), AUTHORS_PER_STATEMENT):
        statement = Statement(NEWEST)
        viewer = statement.key(member)
        statement.require(
            f"(t.visibility <> '{Visibility.MENTIONED}' OR t.in_reply_to_profile_id = %s"
            f" OR EXISTS (SELECT 1 FROM {statement.table(Mention)} m"
            " WHERE m.tweet_id = t.id AND m.profile_id = %s LIMIT 1 OFFSET 0))",
            [viewer, viewer],
        )
        of_authors, values = statement.rows_of_each(
            "profile",
            get_tweet_model(),
            authors[start : start + AUTHORS_PER_STATEMENT],
            "t.id, t.profile_id",
            per_key=per_author,
        )
        rows = statement.fetch(f"SELECT t.id, t.profile_id FROM {of_authors}", values)
        for key, author in sorted(rows, reverse=True):
            found[statement.field.to_python(author)].append(key)
    return found

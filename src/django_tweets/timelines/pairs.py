"""One statement for many viewers: which of them a list shows which of some tweets.

The statement has a table of pairs of a viewer and a tweet. The visibility rule is the same as for
one viewer: PairViewer stands in its place, and names a column of that table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models.expressions import RawSQL

from ..models.pair_viewer import PAIRS, PairViewer
from ..models.visibility import is_staff
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from ..models import AbstractProfile

    Pair = tuple[Any, int]
    """The key of a viewer, and that of a tweet."""

MAX_PAIRS = 450
"""Pairs of one statement: SQLite takes 999 parameters. PostgreSQL takes 30 µs for each pair, and
would compile a statement of 2,000 pairs first (JIT), which takes longer than to run it."""


def read_pairs(
    pairs: Collection[Pair],
    viewers: Mapping[Any, AbstractProfile],
    rows: Callable[[PairViewer], Any],
    *fields: str,
) -> dict[Pair, tuple[Any, ...]]:
    """Return those pairs of a viewer and a tweet which rows() has, with fields of the tweet.

    rows: returns the tweets that a list shows to a viewer. viewers: profiles by key, with their
    users.
    """
    found: dict[Pair, tuple[Any, ...]] = {}
    staff = {key for key, viewer in viewers.items() if is_staff(viewer)}
    for has_staff in (False, True):
        asked = [pair for pair in pairs if (pair[0] in staff) == has_staff]
        queryset = rows(PairViewer(has_staff)) if asked else None
        for start in range(0, len(asked), MAX_PAIRS):
            for viewer, tweet, *values in _read(asked[start : start + MAX_PAIRS], queryset, fields):
                found[viewer, tweet] = tuple(values)
    return found


def _read(
    pairs: Collection[Pair], queryset: Any, fields: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    key: Any = get_profile_model()._meta.pk
    connection = connections[router.db_for_read(get_tweet_model())]
    rows = (
        queryset.extra(tables=[PAIRS])  # noqa: S610 - a name of ours
        .order_by()
        .annotate(
            viewer_of_pair=RawSQL(f"{PAIRS}.viewer", ())  # noqa: S611 - a column of ours
        )
    )
    rows = rows.filter(pk=RawSQL(f"{PAIRS}.tweet", ()))  # noqa: S611 - likewise
    rows = rows.values_list("viewer_of_pair", "pk", *fields)
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    values = [
        value
        for viewer, tweet in pairs
        for value in (key.get_db_prep_value(viewer, connection), tweet)
    ]
    is_mysql = connection.vendor == "mysql" and not connection.mysql_is_mariadb  # type: ignore[attr-defined]  # of its backend
    row = "ROW(%s, %s)" if is_mysql else "(%s, %s)"
    table = f"WITH {PAIRS} (viewer, tweet) AS (VALUES {', '.join([row] * len(pairs))})"
    with connection.cursor() as cursor:
        cursor.execute(f"{table} {sql}", [*values, *params])
        for viewer, *columns in cursor.fetchall():
            yield (key.to_python(viewer), *columns)  # SQLite has text for a UUID

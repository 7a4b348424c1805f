"""Search without a full text index, for databases without a backend of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import checks

from ...conf import PREFIX, conf
from .base import BaseSearch, IdRange, Matches, TermQuery
from .entry_scan import scan_windows

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

WINDOWS = (1_000, 4_000, 15_000)


class UnindexedSearch(BaseSearch):
    """Scans the newest entries. The next page goes on where the scan ended."""

    applies_visibility = True

    def find(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        return scan_windows(query, id_range, size, WINDOWS)

    def check(self) -> list[CheckMessage]:
        if "BACKEND" in conf.SEARCH:
            return []
        return [
            checks.Warning(
                "This database has no full text search that django_tweets knows: search reads "
                "one tweet after the other.",
                hint=(
                    "On a small site that is fast enough: say so by naming "
                    f"{type(self).__module__}.{type(self).__qualname__} in {PREFIX}SEARCH. On "
                    "SQLite, a build with FTS5 is what is missing."
                ),
                id="django_tweets.W002",
            )
        ]

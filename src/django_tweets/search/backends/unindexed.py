"""Search without an index of words, on databases that we know none of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import checks

from ...conf import PREFIX, conf
from .base import BaseSearch, Found, Span, Wanted
from .entry_scan import walk

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

WINDOWS = (1_000, 4_000, 15_000)


class UnindexedSearch(BaseSearch):
    """Reads the newest entries, and goes on where the next page begins."""

    def find(self, wanted: Wanted, span: Span, size: int) -> Found:
        return walk(wanted, span, size, WINDOWS)[0]

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

"""PostgreSQL's text search: an index of the terms of each entry, without a column for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from ...models import SearchEntry
from .entry_scan import Entries
from .indexed import IndexedSearch

if TYPE_CHECKING:
    from .base import Found, Span, Wanted

VECTOR = "to_tsvector('simple', {}words)"  # as the index has it, or it isn't used


class TextSearch(IndexedSearch):  # pragma: no cover - tested on PostgreSQL
    """By a GIN index on an expression."""

    def look_up(self, wanted: Wanted, span: Span, size: int) -> Found:
        having, lacking = wanted.terms
        words = " ".join([*having, *(f"-{term}" for term in lacking)])
        condition = f"{VECTOR.format('e.')} @@ websearch_to_tsquery('simple', %s)"
        return Entries(span).matching(condition, [words], wanted, size)

    def prepare(self, using: str) -> None:
        connection = connections[using]
        table = SearchEntry._meta.db_table
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {quote(f'{table}_words')} ON {quote(table)}"
                f" USING gin ({VECTOR.format('')})"
            )

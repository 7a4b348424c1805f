"""PostgreSQL's full text search: an index on an expression, without a tsvector column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from ...models import SearchEntry
from .entry_scan import EntryRange
from .indexed import IndexedSearch

if TYPE_CHECKING:
    from .base import IdRange, Matches, TermQuery

VECTOR = "to_tsvector('simple', {}words)"  # the same expression as in the index, or it is not used


class TextSearch(IndexedSearch):  # pragma: no cover - tested on PostgreSQL
    """A GIN index on an expression."""

    def query_index(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        required, excluded = query.terms
        parts = [*required, *(f"!{term}" for term in excluded)]
        for phrases in query.choices:
            choices = [" & ".join(each) for each in phrases]
            parts.append(f"({' | '.join(choices)})")
        condition = f"{VECTOR.format('e.')} @@ to_tsquery('simple', %s)"
        return EntryRange(id_range).match_by_index(condition, [" & ".join(parts)], query, size)

    def prepare(self, using: str) -> None:
        connection = connections[using]
        table = SearchEntry._meta.db_table
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {quote(f'{table}_words')} ON {quote(table)}"
                f" USING gin ({VECTOR.format('')})"
            )

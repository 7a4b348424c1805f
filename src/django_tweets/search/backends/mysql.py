"""The full text search of MariaDB and MySQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from ...models import SearchEntry
from .entry_scan import Entries
from .indexed import IndexedSearch

if TYPE_CHECKING:
    from .base import Found, Span, Wanted


class FullText(IndexedSearch):  # pragma: no cover - tested on MariaDB
    """By a FULLTEXT index of InnoDB, which knows what has been committed.

    What was written in the same transaction is found as long as it is among the newest.
    """

    def look_up(self, wanted: Wanted, span: Span, size: int) -> Found:
        having, lacking = wanted.terms
        words = [*(f"+{term}" for term in having), *(f"-{term}" for term in lacking)]
        condition = "MATCH (e.words) AGAINST (%s IN BOOLEAN MODE)"
        return Entries(span).matching(condition, [" ".join(words)], wanted, size)

    def prepare(self, using: str) -> None:
        connection = connections[using]
        table = SearchEntry._meta.db_table
        index = f"{table}_words"
        with connection.cursor() as cursor:
            if index not in connection.introspection.get_constraints(cursor, table):
                quote = connection.ops.quote_name
                cursor.execute(f"CREATE FULLTEXT INDEX {quote(index)} ON {quote(table)} (words)")

"""The full text search of MariaDB and MySQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from ...models import SearchEntry
from .entry_scan import EntryRange
from .indexed import IndexedSearch

if TYPE_CHECKING:
    from .base import IdRange, Matches, TermQuery


class FullText(IndexedSearch):  # pragma: no cover - tested on MariaDB
    """A FULLTEXT index of InnoDB, which contains only committed rows.

    Tweets of the open transaction are found while they are among the newest, by the scan.
    """

    def query_index(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        required, excluded = query.terms
        words = [*(f"+{term}" for term in required), *(f"-{term}" for term in excluded)]
        # The entries are compared with the excluded terms, which a group makes InnoDB ignore.
        for phrases in query.choices:
            every = (" ".join(f"+{term}" for term in dict.fromkeys(each)) for each in phrases)
            words.append(f"+({' '.join(f'({terms})' for terms in every)})")
        condition = "MATCH (e.words) AGAINST (%s IN BOOLEAN MODE)"
        return EntryRange(id_range).match_by_index(condition, [" ".join(words)], query, size)

    def prepare(self, using: str) -> None:
        connection = connections[using]
        table = SearchEntry._meta.db_table
        index = f"{table}_words"
        with connection.cursor() as cursor:
            if index not in connection.introspection.get_constraints(cursor, table):
                quote = connection.ops.quote_name
                cursor.execute(f"CREATE FULLTEXT INDEX {quote(index)} ON {quote(table)} (words)")

"""The rows that one list may show, as a condition for a statement in SQL.

A hidden tweet must not change the number of statements, nor where a page ends. So a search and a
timeline apply the visibility rule to each row while it is read, before rows are counted or cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router
from django.db.models.expressions import RawSQL

from .pipeline import NO_ID

if TYPE_CHECKING:
    from collections.abc import Collection


class ReadableRows:
    """A queryset of the tweets or profiles that a list may show, as SQL and as a filter of ids."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self._conditions: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def get_condition(self, column: str) -> tuple[str, tuple[Any, ...]]:
        """Return SQL that is true if column is the key of a readable row, and its parameters.

        The SQL finds a row by its key. It has OFFSET 0, as in models/visibility.py: without it,
        PostgreSQL would join all rows first.
        """
        if column not in self._conditions:
            one = self.rows.filter(pk=RawSQL(column, ())).order_by().values("pk")  # noqa: S611 - a column of ours
            compiler = one.query.get_compiler(router.db_for_read(self.rows.model))
            sql, params = compiler.as_sql()
            self._conditions[column] = f"EXISTS ({sql} LIMIT 1 OFFSET 0)", tuple(params)
        return self._conditions[column]

    def keep(self, ids: Collection[int]) -> list[int]:
        """Return those of ids that may be shown, in the same order. Always one statement."""
        found = self.rows.filter(pk__in=[*ids, NO_ID]).order_by().values_list("pk", flat=True)
        kept = set(found)
        return [pk for pk in ids if pk in kept]

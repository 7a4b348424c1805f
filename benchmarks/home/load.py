"""Fast loading of rows into tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connections

from django_tweets.snowflake import SnowflakeField, first_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
"""Time of the first key that is counted."""

INDEXES = {
    "postgresql": (
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c"
        " ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)"
    ),
    "sqlite": (
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
    ),
}


def load(alias: str, model: type[Model], columns: list[str], rows: Iterable[Any]) -> None:
    """Write rows of columns into the empty table of model.

    Its indexes are dropped first, and then created again as its migrations created them. A key that
    no sequence makes is counted from the beginning of 2025, in the order of rows.
    """
    connection = connections[alias]
    key: Any = model._meta.pk
    if isinstance(key, SnowflakeField) and key.column not in columns:
        columns = [str(key.column), *columns]
        rows = ((number, *row) for number, row in enumerate(rows, first_id(FIRST)))
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor], [table])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # no check of foreign keys
            with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            connection.check_constraints = lambda *_: None  # type: ignore[method-assign]
            marks = ", ".join(["?"] * len(columns))
            raw: Any = connection.connection.cursor()
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("PRAGMA cache_size = -500000")
            raw.execute("BEGIN")
            raw.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608
            raw.execute("COMMIT")
        for _, sql in indexes:
            cursor.execute(sql)
        for sql in connection.ops.sequence_reset_sql(_NO_STYLE, [model]):
            cursor.execute(sql)


class _NoStyle:
    def __getattr__(self, name: str) -> Any:
        return str


_NO_STYLE: Any = _NoStyle()

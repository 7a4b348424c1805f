"""SQLite's FTS5: a table of the terms of each entry, which triggers keep in step."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connections, router, transaction

from ...models import SearchEntry
from .base import BaseSearch, Found, Span, Wanted
from .entry_scan import KEY, walk
from .indexed import WINDOWS_WITHOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .base import Phrase

TABLE = SearchEntry._meta.db_table
INDEX = f"{TABLE}_fts"

PROBE = "CREATE VIRTUAL TABLE probe USING fts5 (words)"

ADD = f'INSERT INTO "{INDEX}" (rowid, words) VALUES (new.{KEY}, new.words)'
TAKE = f'INSERT INTO "{INDEX}" ("{INDEX}", rowid, words) VALUES (\'delete\', old.{KEY}, old.words)'
TRIGGERS = {
    f"{INDEX}_insert": f'AFTER INSERT ON "{TABLE}" BEGIN {ADD}; END',
    f"{INDEX}_delete": f'AFTER DELETE ON "{TABLE}" BEGIN {TAKE}; END',
    f"{INDEX}_update": f'AFTER UPDATE ON "{TABLE}" BEGIN {TAKE}; {ADD}; END',
}


@cache
def has_fts5() -> bool:
    """Whether this SQLite was built with it, as all but very old or small ones are."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(PROBE)
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


class FTS5(BaseSearch):
    """By an external content table, which is read in the order of the key, either way."""

    def find(self, wanted: Wanted, span: Span, size: int) -> Found:
        if not wanted.having:
            return walk(wanted, span, size, WINDOWS_WITHOUT)[0]
        bounds = [(" AND rowid > %s", span.above), (" AND rowid < %s", span.below)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        words = " AND ".join(map(_quoted, wanted.having))
        lacking = "".join(f" NOT {_quoted(phrase)}" for phrase in wanted.lacking)
        sql = (
            f'SELECT rowid FROM "{INDEX}" WHERE "{INDEX}" MATCH %s'
            f"{''.join(sql for sql, _ in given)}"
            f" ORDER BY rowid {'ASC' if span.is_upwards else 'DESC'} LIMIT {size:d}"
        )
        with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
            cursor.execute(sql, [f"({words}){lacking}", *(value for _, value in given)])
            ids = [key for (key,) in cursor.fetchall()]
        return Found(ids, ids[-1] if len(ids) == size else None)

    def prepare(self, using: str) -> None:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            if self._is_whole(cursor):
                return
            # Django copies a table to change it, and its triggers are then gone.
            for statement in _statements():
                cursor.execute(statement)
        self.rebuild(using)

    def rebuild(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute(f'INSERT INTO "{INDEX}" ("{INDEX}") VALUES (\'rebuild\')')

    def _is_whole(self, cursor: Any) -> bool:
        names = [INDEX, *TRIGGERS]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE name IN ({marks})", names)
        return bool(cursor.fetchone()[0] == len(names))


def _statements() -> Iterator[str]:
    yield f'DROP TABLE IF EXISTS "{INDEX}"'
    yield (
        f'CREATE VIRTUAL TABLE "{INDEX}" USING fts5'
        f" (words, content='{TABLE}', content_rowid='{KEY}', tokenize='ascii', columnsize=0)"
    )
    for name, definition in TRIGGERS.items():
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield f'CREATE TRIGGER "{name}" {definition}'


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'

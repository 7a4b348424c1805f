"""SQLite's FTS5: a table of the terms of each entry, updated by triggers."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connections, router, transaction

from ...models import SearchEntry
from .base import BaseSearch, IdRange, Matches, TermQuery
from .entry_scan import KEY, get_readable, scan_windows
from .indexed import WINDOWS_WITHOUT_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .base import Phrase

TABLE = SearchEntry._meta.db_table
INDEX = f"{TABLE}_fts"

HAS_SECURE_DELETE = sqlite3.sqlite_version_info >= (3, 42)

PROBE = "CREATE VIRTUAL TABLE probe USING fts5 (words)"

INSERT_SQL = f'INSERT INTO "{INDEX}" (rowid, words) VALUES (new.{KEY}, new.words)'
DELETE_SQL = (
    f'INSERT INTO "{INDEX}" ("{INDEX}", rowid, words) VALUES (\'delete\', old.{KEY}, old.words)'
)
TRIGGERS = {
    f"{INDEX}_insert": f'AFTER INSERT ON "{TABLE}" BEGIN {INSERT_SQL}; END',
    f"{INDEX}_delete": f'AFTER DELETE ON "{TABLE}" BEGIN {DELETE_SQL}; END',
    f"{INDEX}_update": f'AFTER UPDATE ON "{TABLE}" BEGIN {DELETE_SQL}; {INSERT_SQL}; END',
}


@cache
def has_fts5() -> bool:
    """Whether this SQLite was built with FTS5. All but very old or small builds are."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(PROBE)
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


class FTS5(BaseSearch):
    """Search in an FTS5 table with external content, which is read in key order both ways."""

    applies_visibility = True

    def find(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        if not query.is_indexed:
            return scan_windows(query, id_range, size, WINDOWS_WITHOUT_INDEX)
        bounds = [(" AND rowid > %s", id_range.above), (" AND rowid < %s", id_range.below)]
        given = [(sql, value) for sql, value in bounds if value is not None]
        readable, keys = get_readable(query, f'"{INDEX}".rowid')
        sql = (
            f'SELECT rowid FROM "{INDEX}" WHERE "{INDEX}" MATCH %s'
            f"{''.join(sql for sql, _ in given)} AND {readable}"
            f" ORDER BY rowid {'ASC' if id_range.is_ascending else 'DESC'} LIMIT {size:d}"
        )
        with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
            cursor.execute(sql, [_make_match(query), *(value for _, value in given), *keys])
            ids = [key for (key,) in cursor.fetchall()]
        return Matches(ids, ids[-1] if len(ids) == size else None)

    def prepare(self, using: str) -> None:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            if self._is_complete(cursor):
                return
            # Django copies a table to change it, and its triggers are then gone.
            for statement in _create_statements():
                cursor.execute(statement)
        self.rebuild(using)

    def remove(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{INDEX}"')

    def rebuild(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute(f'INSERT INTO "{INDEX}" ("{INDEX}") VALUES (\'rebuild\')')

    def forget_deleted(self, using: str) -> None:
        """Merge the parts of the index: a deleted word stays in a part until it is merged.

        Since SQLite 3.42, secure-delete removes it at once.
        """
        if not HAS_SECURE_DELETE:  # pragma: no cover - one version in each test run
            with connections[using].cursor() as cursor:
                cursor.execute(f'INSERT INTO "{INDEX}" ("{INDEX}") VALUES (\'optimize\')')

    def _is_complete(self, cursor: Any) -> bool:
        names = [INDEX, *TRIGGERS]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE name IN ({marks})", names)
        return bool(cursor.fetchone()[0] == len(names))


def _create_statements() -> Iterator[str]:
    yield f'DROP TABLE IF EXISTS "{INDEX}"'
    yield (
        f'CREATE VIRTUAL TABLE "{INDEX}" USING fts5'
        f" (words, content='{TABLE}', content_rowid='{KEY}', tokenize='ascii', columnsize=0)"
    )
    if HAS_SECURE_DELETE:  # pragma: no cover - one version in each test run
        yield f'INSERT INTO "{INDEX}" ("{INDEX}", rank) VALUES (\'secure-delete\', 1)'
    for name, definition in TRIGGERS.items():
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield f'CREATE TRIGGER "{name}" {definition}'


def _make_match(query: TermQuery) -> str:
    """Return query in the language of FTS5, whose NOT has two sides."""
    words = [*map(_quote_phrase, query.required), *map(_join_by_or, query.choices)]
    parts = [f"({' AND '.join(words)})", *map(_quote_phrase, query.excluded)]
    for each in query.any_of:
        if each.missing:  # lacks one of them, or has a phrase: not all of them without a phrase
            every = f"({' AND '.join(map(_quote_phrase, each.missing))})"
            parts.append(f"({every} NOT {_join_by_or(each.phrases)})" if each.phrases else every)
    return " NOT ".join(parts)


def _join_by_or(phrases: tuple[Phrase, ...]) -> str:
    return f"({' OR '.join(map(_quote_phrase, phrases))})"


def _quote_phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'

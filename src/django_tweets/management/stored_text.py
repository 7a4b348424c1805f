"""Search for a text in tables, sessions, caches and files, for the command tweets_find_text.

Nothing is loaded whole: databases search their own columns, the rest is read in pieces.
"""

from __future__ import annotations

import base64
import json
import pickle
import zlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import default_storage
from django.db import connections, router
from django.db.models import FileField

from ..models.search_name import encode_word
from ..text import hashtag_key, search_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.files.storage import Storage

PIECE = 64 * 1024  # bytes of a file at a time


class Place(NamedTuple):
    """A place, and the number of rows, entries or files there that have the text.

    None: it can't be searched.
    """

    name: str
    found: int | None


class Forms:
    """The forms of a text: as it is, in JSON, as term of search, as key of a hashtag.

    Capitals from A to Z are the same as small letters.
    """

    def __init__(self, text: str) -> None:
        words = search_terms.tokenize(text)
        if len(words) > 1:  # each is stored by itself, also if others have written it
            words = []
        forms = [text, text.lower()]
        forms += [json.dumps(form)[1:-1] for form in forms]
        forms += [form.encode().hex() for form in forms[:2]]  # bytes, as PostgreSQL shows them
        terms = [search_terms.make_term(search_terms.TOKEN, word) for word in words]
        forms += [" ".join(terms)[2:]] * bool(terms)
        forms += [encode_word(word)[1:] for word in words if len(words) == 1]
        forms += [key for key in [hashtag_key(text)] if key]
        self.codes = sorted({form.encode().lower() for form in forms})
        self.texts = [code.decode() for code in self.codes]
        self.longest = max(map(len, self.codes))

    def are_in(self, data: bytes) -> bool:
        """Whether data has one of the forms."""
        folded = data.lower()
        return any(code in folded for code in self.codes)

    def are_in_pieces(self, pieces: Iterable[bytes]) -> bool:
        """Whether the pieces have one of the forms, also across the border of two."""
        rest = b""
        for piece in pieces:
            if self.are_in(rest + piece):
                return True
            rest = (rest + piece)[-self.longest :]
        return False


def find_text(text: str) -> Iterator[Place]:
    """Yield the places where text is stored, and those that can't be searched."""
    forms = Forms(text)
    for find in (find_in_tables, find_in_sessions, find_in_caches, find_in_storages):
        yield from find(forms)


# Whether a column of any type has a form. lower() is meant for a to z: forms are in lower case.
CONTAINS = {
    "sqlite": "instr(lower(CAST({} AS TEXT)), %s) > 0",
    "postgresql": "position(%s in lower({}::text)) > 0",
    # Byte by byte: a column may have bytes that are no text.
    "mysql": (
        "LOCATE(CONVERT(CAST(%s AS BINARY) USING latin1),"
        " LOWER(CONVERT(CAST({} AS BINARY) USING latin1))) > 0"
    ),
}


def find_in_tables(forms: Forms) -> Iterator[Place]:
    """Yield the columns with a form: of all tables of the databases that models are written to.

    Also of tables without a model, such as those of SQLite's full text index.
    """
    for alias in sorted({router.db_for_write(model) for model in apps.get_models()}):
        with connections[alias].cursor() as cursor:
            tables = connections[alias].introspection.table_names(cursor)
        for table in tables:
            yield from _find_in_table(forms, table, alias)


def _find_in_table(forms: Forms, table: str, alias: str) -> Iterator[Place]:
    """Yield the columns of a table: one query, which reads the table once."""
    connection = connections[alias]
    contains = CONTAINS[connection.vendor]

    def quote(name: str) -> str:
        return connection.ops.quote_name(name).replace("%", "%%")

    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        names = [column.name for column in columns]
        conditions = [" OR ".join([contains.format(quote(n))] * len(forms.texts)) for n in names]
        counts = ", ".join(f"COUNT(CASE WHEN {sql} THEN 1 END)" for sql in conditions)
        sql = f"SELECT {counts} FROM {quote(table)}"  # noqa: S608 - names from the database
        cursor.execute(sql, forms.texts * len(names))
        for name, count in zip(names, cursor.fetchone(), strict=True):
            if count:
                yield Place(f"{table}.{name}", count)


def find_in_sessions(forms: Forms) -> Iterator[Place]:
    """Yield the store of sessions, if it is a table or a folder. Its values are compressed.

    Sessions in a cache are searched with it. Those in signed cookies are in the browsers.
    """
    engine: Any = import_module(settings.SESSION_ENGINE).SessionStore
    values: Iterable[str] = ()
    if hasattr(engine, "get_model_class"):
        rows = engine.get_model_class()._base_manager
        rows = rows.using(router.db_for_write(rows.model))
        values = rows.values_list("session_data", flat=True).iterator()
    elif hasattr(engine, "_get_storage_path"):
        files = Path(engine._get_storage_path()).glob(f"{settings.SESSION_COOKIE_NAME}*")
        values = (file.read_text("ascii") for file in files)
    decode = engine().decode
    count = sum(forms.are_in(json.dumps(decode(value), default=str).encode()) for value in values)
    if count:
        yield Place(f"sessions ({settings.SESSION_ENGINE})", count)


def find_in_caches(forms: Forms) -> Iterator[Place]:
    """Yield the caches with a form in a key or value, and those that can't list their entries."""
    for alias in settings.CACHES:
        cache: Any = caches[alias]
        name = f"cache {alias} ({type(cache).__name__})"
        entries = _cache_entries(cache)
        if entries is None:
            yield Place(name, None)
        elif count := sum(map(forms.are_in, entries)):
            yield Place(name, count)


def _cache_entries(cache: Any) -> Iterable[bytes] | None:
    """Return the entries of a cache, pickled as they are; None if it can't list them."""
    if isinstance(cache, DummyCache):
        return []
    if isinstance(cache, LocMemCache):  # of this process
        entries: Any = cache
        return [key.encode() + value for key, value in [*entries._cache.items()]]
    if isinstance(cache, FileBasedCache):
        return map(_read_cache_file, cache._list_cache_files())  # type: ignore[attr-defined]  # its own
    if isinstance(cache, DatabaseCache):
        return _cache_rows(cache)
    return None


def _read_cache_file(path: str) -> bytes:
    with Path(path).open("rb") as file:
        pickle.load(file)  # noqa: S301 - the time when it expires, as the cache itself reads it
        return zlib.decompress(file.read())


def _cache_rows(cache: Any) -> Iterator[bytes]:
    connection = connections[router.db_for_write(cache.cache_model_class)]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(cache._table)
        cursor.execute(f"SELECT value FROM {table}")  # noqa: S608 - a name from the settings
        while rows := cursor.fetchmany(100):
            yield from (base64.b64decode(value) for (value,) in rows)


def find_in_storages(forms: Forms) -> Iterator[Place]:
    """Yield the files with a form in their name or content: of all storages of uploaded files."""
    fields = [field for model in apps.get_models() for field in model._meta.fields]
    storages = [field.storage for field in fields if isinstance(field, FileField)]
    seen: list[Storage] = []
    for storage in [default_storage, *storages]:
        if storage not in seen:
            seen.append(storage)
            yield from _find_in_folder(forms, storage, "")


def _find_in_folder(forms: Forms, storage: Storage, folder: str) -> Iterator[Place]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    except NotImplementedError:
        yield Place(f"files ({storage.__class__.__name__})", None)
        return
    for name in names:
        path = f"{folder}{name}"
        with storage.open(path) as file:
            if forms.are_in(path.encode()) or forms.are_in_pieces(file.chunks(PIECE)):
                yield Place(f"file {path}", 1)
    for name in folders:
        yield from _find_in_folder(forms, storage, f"{folder}{name}/")

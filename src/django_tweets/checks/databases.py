"""Checks of DATABASES: settings that cost requests per second, and replicas that nothing reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.module_loading import import_string

from .. import replicas
from ..conf import PREFIX, problem_of
from ..middleware import ReadYourWritesMiddleware
from ..routers import ReplicaRouter, WriteDatabaseRouter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.core.checks import CheckMessage

ROUTER = f"{ReplicaRouter.__module__}.{ReplicaRouter.__name__}"
MIDDLEWARE = f"{ReadYourWritesMiddleware.__module__}.{ReadYourWritesMiddleware.__name__}"
PGBOUNCER_PORT = "6432"  # PgBouncer's default, and no other program's

WAL = b"\2\2"
"""Bytes 18 and 19 of an SQLite file in WAL mode: https://www.sqlite.org/fileformat2.html"""


def check_replicas(**kwargs: Any) -> list[CheckMessage]:
    """E020: DJANGO_TWEETS_REPLICAS has a name that is no database, or the default one."""
    if problem_of("REPLICAS"):  # E007
        return []
    return [
        checks.Error(
            f"{PREFIX}REPLICAS has {alias!r}, which is "
            + (
                "the database that is written." if alias == DEFAULT_DB_ALIAS else "in no DATABASES."
            ),
            hint="It has the aliases of databases that are replicas of the default one.",
            id="django_tweets.E020",
        )
        for alias in replicas.aliases()
        if alias == DEFAULT_DB_ALIAS or alias not in connections.settings
    ]


POSTGRESQL_TIMEOUTS = {
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
"""Options of libpq that end a connection whose network has vanished: while a statement is sent (in
milliseconds), and while its answer is awaited (in seconds)."""
MYSQL_TIMEOUTS = {"read_timeout": 10}
"""Seconds, of mysqlclient: also the longest that a statement may take."""


def check_replica_setup(**kwargs: Any) -> list[CheckMessage]:
    """W018: replicas are not read, or members don't see what they write. Only for deployment."""
    if problem_of("REPLICAS") or check_replicas():
        return []
    return [
        checks.Warning(problem, hint=hint, id="django_tweets.W018")
        for problem, hint in _find_replica_problems()
    ]


def _find_replica_problems() -> Iterator[tuple[str, str]]:
    routers = [_class_of(router) for router in settings.DATABASE_ROUTERS]
    has_router = any(issubclass(each, ReplicaRouter) for each in routers)
    if routers and not issubclass(routers[0], WriteDatabaseRouter):
        yield (
            "WriteDatabaseRouter is not the first router: a read that decides a write may be old.",
            "Leave it out of DATABASE_ROUTERS, and the app puts it first.",
        )
    if not replicas.aliases():
        if has_router:
            yield (
                "ReplicaRouter has no replicas.",
                f'{PREFIX}REPLICAS = ["replica"], an alias of DATABASES.',
            )
        return
    if not has_router:
        yield (
            f"{PREFIX}REPLICAS is set, but nothing reads from them.",
            f'DATABASE_ROUTERS = ["{ROUTER}"]',
        )
        return
    middleware = map(_class_of, settings.MIDDLEWARE)
    if not any(issubclass(each, ReadYourWritesMiddleware) for each in middleware):
        yield (
            "Members don't see what they have just written: it is not in the replica yet.",
            f'MIDDLEWARE = ["{MIDDLEWARE}", ...]',
        )
    if connections.settings[DEFAULT_DB_ALIAS]["ATOMIC_REQUESTS"]:
        yield (
            "ATOMIC_REQUESTS is on: the transaction of a request reads no replica.",
            'Leave ATOMIC_REQUESTS out of DATABASES["default"].',
        )
    for alias in replicas.aliases():
        if connections.settings[alias]["ATOMIC_REQUESTS"]:
            yield (
                f"ATOMIC_REQUESTS is on for {alias!r}: while it is away, each request is an error.",
                f'Leave ATOMIC_REQUESTS out of DATABASES["{alias}"].',
            )
        missing = _missing_timeouts(connections.settings[alias])
        if missing:
            options = ", ".join(f'"{name}": {value}' for name, value in missing.items())
            yield (
                f"While the replica {alias!r} is away, a page may wait for it for minutes.",
                f'DATABASES["{alias}"]["OPTIONS"] = {{{options}}}',
            )


def _class_of(named: Any) -> type:
    """Return the class that a dotted path names; object if the path names no class."""
    try:
        found = import_string(named) if isinstance(named, str) else type(named)
    except ImportError:  # Django says so
        return object
    return found if isinstance(found, type) else object


def _missing_timeouts(values: dict[str, Any]) -> dict[str, int]:
    """Return the timeouts that the settings of a replica lack, with good values.

    connect_timeout alone is not enough: if the network of a server vanishes, an open connection
    waits for its answer for 15 minutes or longer. SQLite needs none.
    """
    if _is_sqlite(values):
        return {}
    is_mysql = values["ENGINE"].rpartition(".")[2] == "mysql"
    good = {"connect_timeout": 2, **(MYSQL_TIMEOUTS if is_mysql else POSTGRESQL_TIMEOUTS)}
    return {name: value for name, value in good.items() if name not in values["OPTIONS"]}


def _is_sqlite(values: dict[str, Any]) -> bool:
    """Whether it is SQLite: by Django's backend, GeoDjango's, or that of a package."""
    return values["ENGINE"].rpartition(".")[2] in {"sqlite3", "spatialite"}


def check_sqlite(**kwargs: Any) -> list[CheckMessage]:
    """W014: SQLite's defaults, with which readers wait and writes fail. Only for deployment."""
    messages: list[CheckMessage] = []
    for alias, values in connections.settings.items():
        name, options = str(values["NAME"]), values["OPTIONS"]
        is_file = ":memory:" not in name and "mode=memory" not in name
        if not _is_sqlite(values) or not is_file:
            continue
        missing = []
        if "wal" not in str(options.get("init_command", "")).lower() and not _is_wal(name):
            missing.append("readers wait for each write (no WAL)")
        if str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
            missing.append("a write that meets another one can fail (no transaction_mode)")
        if missing:
            messages.append(
                checks.Warning(
                    f"The SQLite database {alias!r} is set up for one user: "
                    f"{', and '.join(missing)}.",
                    hint=(
                        f'DATABASES["{alias}"]["OPTIONS"] = {{"transaction_mode": "IMMEDIATE", '
                        '"timeout": 20, "init_command": "PRAGMA journal_mode=WAL; '
                        'PRAGMA synchronous=NORMAL;"}'
                    ),
                    id="django_tweets.W014",
                )
            )
    return messages


def _is_wal(name: str) -> bool:
    """Whether the file is in WAL mode, which it keeps."""
    try:
        with Path(name).open("rb") as file:
            return file.read(20)[18:] == WAL
    except OSError:  # not made yet
        return False


def check_connections(**kwargs: Any) -> list[CheckMessage]:
    """W015: each request connects to the database again. Only for deployment."""
    return [
        checks.Warning(
            f"Each request makes a new connection to the database {alias!r}: 39 requests per "
            "second instead of 58 on PostgreSQL.",
            hint=(
                f'DATABASES["{alias}"] |= {{"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}. '
                'Under ASGI, and with PostgreSQL: "OPTIONS": {"pool": True}, with '
                'python -m pip install "psycopg[pool]".'
            ),
            id="django_tweets.W015",
        )
        for alias, values in connections.settings.items()
        if not _is_sqlite(values)
        and values["ENGINE"] != "django.db.backends.dummy"
        and values["CONN_MAX_AGE"] == 0
        and not values["OPTIONS"].get("pool")
    ]


def check_jit(databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """W024: PostgreSQL compiles statements that take less time than that. Only for deployment."""
    return [
        checks.Warning(
            f"PostgreSQL compiles long statements of the database {alias!r} each time (JIT): that "
            "of a home takes 56 ms instead of 12.",
            hint=(
                f'DATABASES["{alias}"]["OPTIONS"] = {{"options": "-c jit=off"}}, or ALTER DATABASE '
                "... SET jit = off, as PgBouncer needs it."
            ),
            id="django_tweets.W024",
        )
        for alias in databases or ()
        if connections[alias].vendor == "postgresql" and _compiles(alias)
    ]


def _compiles(alias: str) -> bool:  # pragma: no cover - PostgreSQL's, tested there
    with connections[alias].cursor() as cursor:
        # False too for a server that was built without a compiler.
        cursor.execute("SELECT pg_jit_available()")
        return bool(cursor.fetchone()[0])


def check_pgbouncer(**kwargs: Any) -> list[CheckMessage]:
    """W019: PgBouncer, with settings for a connection of one's own. Only for deployment."""
    messages: list[CheckMessage] = []
    for alias, values in connections.settings.items():
        is_pooled = "postgres" in values["ENGINE"] and str(values["PORT"]) == PGBOUNCER_PORT
        if not is_pooled:
            continue
        problems = []
        if not values.get("DISABLE_SERVER_SIDE_CURSORS"):
            problems.append(f'DATABASES["{alias}"]["DISABLE_SERVER_SIDE_CURSORS"] = True')
        if values["OPTIONS"].get("prepare_threshold") is not None:
            problems.append(f'leave prepare_threshold out of DATABASES["{alias}"]["OPTIONS"]')
        if problems:
            messages.append(
                checks.Warning(
                    f"The port of the database {alias!r} is PgBouncer's. In transaction mode, "
                    "cursors and prepared statements are lost between two statements.",
                    hint="; ".join(problems),
                    id="django_tweets.W019",
                )
            )
    return messages

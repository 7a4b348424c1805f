"""Probes of the servers that a page needs: one short statement, or at most two round trips, each.

Only the database and its schema decide whether the process is ready. Pages are served without the
cache, replicas and workers, so a load balancer that left out every process would only do harm.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.utils import timezone

from .. import replicas
from ..cache import get_backend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

MAX_MILLISECONDS = 2_000
"""Time of a statement, where the database can stop it: on PostgreSQL."""

MAX_NAMED = 20
"""Missing migrations that are named."""

CACHE_KEY = "django_tweets:health"

TASK_APP = "django_tasks_database"
"""Label of the app of django-tasks-db, which keeps tasks in the database."""

LAG = """
    SELECT CASE
        WHEN NOT pg_is_in_recovery() THEN 0
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
    END
"""
"""Seconds that a replica of PostgreSQL is behind. It is not behind what it has not received."""


class Result(NamedTuple):
    """The outcome of a probe."""

    is_ok: bool
    is_required: bool = False
    facts: dict[str, Any] = {}  # never changed

    def as_json(self) -> dict[str, Any]:
        return {"status": "ok" if self.is_ok else "failed", **self.facts}


def run_probes() -> dict[str, Result]:
    """Run all probes. An error in one is its result, by the name of its class: texts have hosts."""
    results = {
        "database": _run(probe_database, is_required=True),
        "cache": _run(probe_cache),
    }
    for alias in replicas.aliases():
        results[f"replica {alias}"] = _run(partial(probe_replica, alias))
    if apps.is_installed("django_tasks_db"):
        results["tasks"] = _run(probe_tasks)
    return results


def _run(probe: Callable[[], Result], *, is_required: bool = False) -> Result:
    start = time.perf_counter()
    try:
        result = probe()
    except Exception as error:  # whatever a driver raises: the site has this fault, not the view
        result = Result(False, facts={"error": type(error).__name__})
    milliseconds = round((time.perf_counter() - start) * 1000, 1)
    facts = {**result.facts, "milliseconds": milliseconds}
    return Result(result.is_ok, is_required, facts)


def probe_database() -> Result:
    """Check that the default database can be read, and has the migrations of this code."""
    connection = connections[DEFAULT_DB_ALIAS]
    expected = _newest_migrations()
    wanted = Q()
    for app, name in expected:
        wanted |= Q(app=app, name=name)
    with _bounded(connection):
        rows = MigrationRecorder(connection).migration_qs.filter(wanted)
        applied = set(rows.values_list("app", "name"))
    missing = [f"{app}.{name}" for app, name in sorted(expected - applied)]
    return Result(not missing, facts={"missing_migrations": missing[:MAX_NAMED]})


@lru_cache(maxsize=1)
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the newest migrations of all apps. They are files, and read once."""
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return frozenset((a, name) for a, name in leaves if router.allow_migrate(DEFAULT_DB_ALIAS, a))


def probe_cache() -> Result:
    """Check that the cache of the site returns a value that was stored in it."""
    cache = get_backend()  # itself: pages would use the memory of the process instead
    cache.set(CACHE_KEY, 1, 10)
    return Result(cache.get(CACHE_KEY) == 1)


def probe_replica(alias: str) -> Result:
    """Check that a replica can be read, and how far it is behind if it is one of PostgreSQL."""
    connection = connections[alias]
    is_postgres = connection.vendor == "postgresql"
    with _bounded(connection), connection.cursor() as cursor:
        cursor.execute(LAG if is_postgres else "SELECT 1")
        (seconds,) = cursor.fetchone()
    if not is_postgres:
        return Result(True)
    return Result(  # pragma: no cover - PostgreSQL's
        True, facts={"seconds_behind": None if seconds is None else round(float(seconds), 1)}
    )


def probe_tasks() -> Result:
    """Return how long the next task has waited, where tasks are rows of the database."""
    model: Any = apps.get_model(TASK_APP, "DBTaskResult")
    using = router.db_for_write(model)
    with _bounded(connections[using]):
        # In the order of the table's index, which ends at the first row. A task that is not for
        # later has a time in the year 9999.
        rows = model._base_manager.using(using).filter(status="READY")
        rows = rows.exclude(run_after__gt=timezone.now(), run_after__year__lt=9998)
        waiting = rows.first()
    seconds = 0.0
    if waiting is not None:
        seconds = (timezone.now() - waiting.enqueued_at).total_seconds()
    return Result(True, facts={"next_task_has_waited_seconds": round(seconds, 1)})


@contextmanager
def _bounded(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the database stop a statement after MAX_MILLISECONDS, where it can."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=connection.alias):  # pragma: no cover - PostgreSQL's
        with connection.cursor() as cursor:
            # For this transaction alone: PgBouncer gives the connection to others.
            cursor.execute(f"SET LOCAL statement_timeout = {MAX_MILLISECONDS}")
        yield

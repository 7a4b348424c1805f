"""Read replicas of the default database: which of them are there, and which one to read.

They are the databases in DJANGO_TWEETS_REPLICAS. This process leaves out one that can't be reached
for a while, and then tries it again.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from django.core.exceptions import SynchronousOnlyOperation
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import InterfaceError, OperationalError

from .circuit_breaker import CircuitBreaker, ServerUnavailable
from .conf import conf

FAILURES = (InterfaceError, OperationalError)
"""Errors of a replica that has gone, or that has cancelled a statement to apply a change."""


def aliases() -> list[str]:
    """Return the aliases of all replicas."""
    return list(conf.REPLICAS)


def is_part_of_default(alias: str | None) -> bool:
    """Whether alias is the default database or one of its replicas."""
    return alias == DEFAULT_DB_ALIAS or alias in aliases()


def choose(preferred: str = "") -> str | None:
    """Return a replica to read: preferred if it is there, else one by chance. None: all are away.

    None too within a transaction, because its reads have to see its writes.
    """
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return None
    order = random.sample(aliases(), len(aliases()))
    order.sort(key=lambda alias: alias != preferred)
    return next(filter(_is_there, order), None)


def leave_failed() -> bool:
    """Close the connections of this thread whose replica has failed. Return whether one has."""
    failed = [connections[alias] for alias in aliases() if connections[alias].errors_occurred]
    for connection in failed:
        connection.close()
        connection.errors_occurred = False
    return bool(failed)


def _is_there(alias: str) -> bool:
    """Whether the replica can be reached. It opens the connection that a query then uses."""
    try:
        _get_breaker(alias).call(lambda: _connect(alias))
    except ServerUnavailable:
        return False
    except SynchronousOnlyOperation:  # called by async code, which runs the query in a thread
        return True
    return True


def _connect(alias: str) -> None:
    connection: Any = connections[alias]
    # Each query does so: with CONN_HEALTH_CHECKS, an old connection is tried once in a request.
    connection.close_if_health_check_failed()
    connection.ensure_connection()


@cache
def _get_breaker(alias: str) -> CircuitBreaker:
    consequence = "the default database, or another replica, is read"
    return CircuitBreaker(f"Replica {alias}", consequence, failures=FAILURES)

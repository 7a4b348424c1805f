"""Transactions that the database has ended because of a deadlock: they are tried again.

Services lock rows in one order, but the deletion of a user locks what it finds, also what is
inserted meanwhile. The database then ends one of the two transactions, and nothing of it is
written: so the same again is right, and whoever writes need not know.
"""

from __future__ import annotations

import itertools
import random
import time
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import OperationalError, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

ATTEMPTS = 4

PAUSE = 0.05
"""Seconds: at least so long before the second attempt, and twice as long before each further one.

At random up to twice that, so that two that have met don't meet again."""

SQLSTATES = {"40P01", "40001"}
"""PostgreSQL: deadlock detected; a snapshot that can't be serialized."""

ERROR_NUMBERS = {1213, 1020}
"""MariaDB and MySQL: deadlock; the row has changed since the snapshot (MariaDB from 11.6)."""


def is_deadlock(error: OperationalError) -> bool:
    """Whether the database has rolled back the transaction, and it may work the next time."""
    cause: Any = error.__cause__
    if getattr(cause, "sqlstate", None) in SQLSTATES:
        return True
    return bool(error.args) and error.args[0] in ERROR_NUMBERS


def retry_deadlocks(work: Callable[[], Result], *, using: str) -> Result:
    """Return work(), which is one transaction of the database `using`.

    Call it again after a deadlock, ATTEMPTS times in all. Not in a transaction of the caller: the
    database has rolled back all of that.
    """
    return _retry(work, lambda: not connections[using].in_atomic_block)


def retry_in_savepoint(work: Callable[[], Result], *, using: str) -> Result:
    """Return work(), in a transaction of the caller. Call it again after a deadlock on PostgreSQL.

    PostgreSQL rolls back to a savepoint after a deadlock, and then the locks of work() are gone:
    https://www.postgresql.org/docs/current/sql-rollback-to.html. The others roll back all.
    """
    if connections[using].vendor != "postgresql":
        return work()

    def work_in_savepoint() -> Result:  # pragma: no cover - tested there
        with transaction.atomic(using=using):
            return work()

    return _retry(work_in_savepoint, lambda: True)  # pragma: no cover - tested there


def _retry(work: Callable[[], Result], may_repeat: Callable[[], bool]) -> Result:
    for attempt in itertools.count(1):
        try:
            return work()
        except OperationalError as error:
            if not (may_repeat() and is_deadlock(error)) or attempt == ATTEMPTS:
                raise
        time.sleep(random.uniform(0.5, 1) * PAUSE * 2**attempt)  # noqa: S311 - no secret
    raise AssertionError  # pragma: no cover - the loop returns or raises

"""Assertions on the number of queries."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def at_most(count: int) -> Iterator[None]:
    """Assert that at most count queries run. Savepoints of ATOMIC_REQUESTS are not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= count, "\n".join(statements)


def count_statements(work: Callable[[], object]) -> int:
    """Return how many statements work takes. Savepoints of ATOMIC_REQUESTS are not counted."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)

"""How many questions a page asks its database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def at_most(count: int) -> Iterator[None]:
    """No more than so many queries, savepoints of ATOMIC_REQUESTS not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= count, "\n".join(asked)

"""Actions of another worker in the middle of a service, and locks that the service holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model


@contextmanager
def run_before_statement(statement: str, action: Callable[[], Any]) -> Iterator[None]:
    """Call action just before the first SQL statement that begins with statement.

    action runs on the same connection. Fail if there is no such statement.
    """
    waiting = [action]

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if waiting and sql.startswith(statement):
            waiting.pop()()
        return execute(sql, *args)

    with connection.execute_wrapper(wrapper):
        yield
    assert not waiting, f"no statement began with {statement}"


def is_locked(row: Model) -> bool:
    """Return whether another connection would have to wait for the lock on row.

    For tests with transaction=True, on databases that have NOWAIT.
    """

    def try_to_lock() -> bool:
        try:
            with transaction.atomic():
                rows = type(row)._base_manager.select_for_update(nowait=True)
                rows.get(pk=row.pk)
        except OperationalError:
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(try_to_lock).result()

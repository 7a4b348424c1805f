"""Another worker's deed in the middle of one's own, at a place that one chooses."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def meanwhile(statement: str, deed: Callable[[], Any]) -> Iterator[None]:
    """Do deed just before the first statement that begins so, and let it have happened."""
    waiting = [deed]

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if waiting and sql.startswith(statement):
            waiting.pop()()
        return execute(sql, *args)

    with connection.execute_wrapper(wrapper):
        yield
    assert not waiting, f"nothing began with {statement}"

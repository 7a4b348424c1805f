"""Django's Tasks framework, or a replacement where there is none.

The framework comes with Django 6, or with the django-tasks package for older versions. On a site
with neither, a task runs when it is enqueued. The tasks themselves are in services/tasks.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from .swapping import json_key

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from django.tasks import task
except ImportError:  # pragma: no cover - Django 5.2
    try:
        from django_tasks import task  # type: ignore[no-redef, import-not-found, unused-ignore]  # that of one Django
    except ImportError:

        class task:  # type: ignore[no-redef]  # noqa: N801 - named like the decorator it replaces
            """A decorator for a function that runs when it is enqueued."""

            def __init__(self, function: Callable[..., Any]) -> None:
                self.func = self.enqueue = function


__all__ = ["enqueue_on_commit", "runs_in_background", "task"]


def runs_in_background(work: Any) -> bool:
    """Whether a task runs elsewhere: not in the request or transaction that has enqueued it."""
    get_backend = getattr(work, "get_backend", None)
    if get_backend is None:  # pragma: no cover - Django 5.2 without django-tasks
        return False
    return all(each.__name__ != "ImmediateBackend" for each in type(get_backend()).__mro__)


def enqueue_on_commit(task: Any, *keys: Any, using: str | None = None) -> None:
    """Enqueue a task with keys as its arguments when the transaction has been committed."""
    # Task arguments must be JSON, which has no UUID.
    arguments = [json_key(key) for key in keys]

    def enqueue() -> None:  # no partial: Django before 6.1 logs the name of a function that fails
        task.enqueue(*arguments)

    transaction.on_commit(enqueue, using=using, robust=True)

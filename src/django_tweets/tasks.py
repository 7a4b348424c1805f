"""Work that need not be done at once, through whatever the site has for it.

That is Django's Tasks framework (Django 6), or the django-tasks package, which brings it to older
ones; on a site with neither, the work is done on commit. Tasks take keys, and each is safe to
run twice.
"""

from __future__ import annotations

from functools import partial
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

        class task:  # type: ignore[no-redef]  # noqa: N801 - named as what it stands for
            """A task that is done when it is enqueued."""

            def __init__(self, function: Callable[..., Any]) -> None:
                self.enqueue = function


__all__ = ["enqueue_on_commit", "task"]


def enqueue_on_commit(work: Any, *keys: Any, using: str | None = None) -> None:
    """Enqueue the task work for keys when the transaction has been committed."""
    # Task arguments must be JSON, which has no UUID.
    arguments = map(json_key, keys)
    transaction.on_commit(partial(work.enqueue, *arguments), using=using, robust=True)

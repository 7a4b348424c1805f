"""A queue that loses all tasks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import django
from django.test import override_settings

from django_tweets.services import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def losing_tasks() -> Iterator[list[tuple[Any, ...]]]:
    """Lose the tasks that are enqueued in this context.

    Yield a list that has each afterwards: its function, and the arguments.
    """
    lost: list[tuple[Any, ...]] = []
    if django.VERSION >= (6,):
        from django.tasks import task_backends  # noqa: PLC0415 - new in Django 6

        backend = "django.tasks.backends.dummy.DummyBackend"
        with override_settings(TASKS={"default": {"BACKEND": backend}}):
            yield lost
            queue: Any = task_backends["default"]
            lost += [(result.task.func, *result.args) for result in queue.results]
        return

    # No framework: there is no queue to configure.
    def get(work: object, name: str) -> Any:
        if name != "enqueue":
            return object.__getattribute__(work, name)
        return lambda *keys: lost.append((object.__getattribute__(work, "func"), *keys))

    works = [work for work in vars(tasks).values() if hasattr(work, "enqueue")]
    with patch.object(type(works[0]), "__getattribute__", get):
        yield lost

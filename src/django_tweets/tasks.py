"""Django's Tasks framework, or a replacement where there is none.

The framework comes with Django 6, or with the django-tasks package for older versions. On a site
with neither, a task runs when it is enqueued. The tasks themselves are in services/tasks.py.

A task ends after some batches of rows, or some seconds: see task_bounds.py. A worker then gets it
again; in a request, where no worker runs tasks, `manage.py sweep` does the rest.
"""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from . import task_bounds
from .conf import conf
from .swapping import json_key
from .task_bounds import Unfinished

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from django.tasks import task as framework_task
    from django.tasks import task_backends
except ImportError:  # pragma: no cover - Django 5.2
    try:
        import django_tasks as _package
    except ImportError:
        framework_task = task_backends = None  # type: ignore[assignment]  # there is no framework
    else:
        framework_task = _package.task  # type: ignore[assignment]  # of another package, and alike
        task_backends = _package.task_backends  # type: ignore[assignment]

_HAS_FRAMEWORK = framework_task is not None

__all__ = ["enqueue", "enqueue_on_commit", "kind_of", "runs_in_background", "task"]

logger = logging.getLogger("django_tweets")


class _ImmediateTask:  # pragma: no cover - Django 5.2 without django-tasks
    """A task on a site without the framework: it runs when it is enqueued."""

    def __init__(self, function: Callable[..., None]) -> None:
        self.func = self.enqueue = function


def task(
    kind: str = "default", *, bound: Literal["always", "in_request", "never"] = "always"
) -> Callable[[Callable[..., None]], Any]:
    """Return a decorator for a function that is a task.

    kind: one of setting_types.TASK_KINDS, which DJANGO_TWEETS_TASK_QUEUES gives a queue. bound:
    whether it ends with Unfinished where its bound is used up. If so, it has to go on there when it
    runs again.
    """

    def decorate(function: Callable[..., None]) -> Any:
        @wraps(function)
        def run(*keys: Any) -> None:
            in_background = runs_in_background(work)
            try:
                if bound == "never" or (bound == "in_request" and in_background):
                    with task_bounds.unbounded():
                        function(*keys)
                else:
                    with task_bounds.bounded(in_background=in_background):
                        function(*keys)
            except Unfinished:
                if in_background and not task_bounds.is_sweeping():
                    enqueue(work, *keys)

        run.kind = kind  # type: ignore[attr-defined]  # read by kind_of()
        work = _make(run)
        return work

    return decorate


def _make(function: Callable[..., None]) -> Any:
    """Return a function as a task of the framework.

    Its queue is any that the backend has: another would fail this import, before the system check
    can tell which queue is missing. _place() sets the right one when the task is enqueued.
    """
    if not _HAS_FRAMEWORK:  # pragma: no cover - Django 5.2 without django-tasks
        return _ImmediateTask(function)
    alias, queues = conf.TASK_BACKEND, get_queues()
    if queues is None:
        alias = next(iter(settings.TASKS))
        queues = task_backends[alias].queues
    queue = "default" if not queues or "default" in queues else min(queues)
    return framework_task(backend=alias, queue_name=queue)(function)


def kind_of(work: Any) -> str:
    """Return the kind of a task: one of setting_types.TASK_KINDS."""
    kind: str = work.func.kind
    return kind


def get_queue(kind: str) -> str:
    """Return the name of the queue for tasks of a kind, by the settings of the site."""
    return conf.TASK_QUEUES.get(kind, "default")


def get_queues() -> set[str] | None:
    """Return the queues of the backend for our tasks; None without one. Empty: it takes any."""
    if not _HAS_FRAMEWORK:  # pragma: no cover - Django 5.2 without django-tasks
        return set()
    try:
        queues: set[str] = task_backends[conf.TASK_BACKEND].queues
    except ImproperlyConfigured:
        return None
    return queues


def _place(work: Any) -> Any:
    """Return a task with the backend and the queue that the settings name for it."""
    if not hasattr(work, "using"):  # pragma: no cover - Django 5.2 without django-tasks
        return work
    return work.using(backend=conf.TASK_BACKEND, queue_name=get_queue(kind_of(work)))


def runs_in_background(work: Any) -> bool:
    """Whether a task runs elsewhere: not in the request or transaction that has enqueued it."""
    if not hasattr(work, "get_backend"):  # pragma: no cover - Django 5.2 without django-tasks
        return False
    try:
        backend = task_backends[conf.TASK_BACKEND]
    except ImproperlyConfigured:  # a system check tells of it
        return False
    return all(each.__name__ != "ImmediateBackend" for each in type(backend).__mro__)


def enqueue(work: Any, *keys: Any) -> None:
    """Enqueue a task with keys as its arguments. Within a sweep it runs at once.

    A queue that is away is logged in one line: what caused the task has been done, and
    `manage.py sweep` does the task.
    """
    # Task arguments must be JSON, which has no UUID.
    arguments = [json_key(key) for key in keys]
    if task_bounds.is_sweeping():
        work.func(*arguments)
        return
    try:
        _place(work).enqueue(*arguments)
    except Exception as error:  # backends raise many types
        name = getattr(getattr(work, "func", None), "__name__", type(work).__name__)
        logger.error(  # noqa: TRY400 - a traceback for each task would hide other errors
            "The task %s can’t be enqueued, manage.py sweep will do it. %s: %s",
            name,
            type(error).__name__,
            error,
        )


def enqueue_on_commit(work: Any, *keys: Any, using: str | None = None) -> None:
    """Enqueue a task with keys as its arguments when the transaction has been committed."""

    def enqueue_now() -> None:  # no partial: Django before 6.1 logs the name of what fails
        enqueue(work, *keys)

    transaction.on_commit(enqueue_now, using=using, robust=True)

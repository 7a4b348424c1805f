"""Find the work of lost tasks, and do it.

A task is lost when the process that should enqueue it is killed, when the queue is away or emptied,
or when its worker is killed. Then the rows don't agree: there is a like without a notification, or
a like of a tweet that is gone. Each step here looks for such rows and runs the task that corrects
them. Tasks may run twice and beside others, so this is safe at any time.

Most steps read the rows of a window of time, because a scan of all likes takes hours on a large
site. The command recount repairs what is older.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from .. import task_bounds
from ..routers import reads_from_write_database
from . import (
    optional_apps,
    sweep_deletions,
    sweep_homes,
    sweep_members,
    sweep_moderation,
    sweep_notifications,
    sweep_upkeep,
)
from .sweep_window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .sweep_window import Step

logger = logging.getLogger("django_tweets")

DEFAULT_DAYS = 3
"""Days to look back: a lost task is found even if the scheduler was down over a weekend."""

DEFAULT_MINUTES = 10
"""Age from which on a task counts as lost. A younger one may still be in the queue."""

STEPS: tuple[Step, ...] = (
    # Deletions first: nothing is repaired that goes.
    *sweep_deletions.STEPS,
    # First the steps that change who sees which tweets, then those that depend on them.
    *sweep_upkeep.STEPS,
    *sweep_members.STEPS,
    *sweep_homes.STEPS,
    *sweep_notifications.STEPS,
    *sweep_members.STEPS_AFTER_NOTIFICATIONS,
    *sweep_moderation.STEPS,
    # They tell members of what is stored by now.
    *optional_apps.STEPS,
)
"""All steps, in their order."""


class Progress(NamedTuple):
    """The state of a sweep after a batch of rows."""

    step: int
    """Number of the step in STEPS."""
    name: str
    found: int
    """Tasks of this step that were lost, so far."""
    failed: int
    """Lost tasks that ended with an error when the sweep ran them. The error is logged."""
    is_done: bool
    """Whether the step has ended."""


def make_window(days: int = DEFAULT_DAYS, minutes: int = DEFAULT_MINUTES) -> Window:
    """Return the window from days ago until minutes ago."""
    now = timezone.now()
    return Window(now - timedelta(days=days), now - timedelta(minutes=minutes))


def sweep(
    window: Window,
    *,
    first: int = 0,
    dry_run: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Progress]:
    """Run the tasks that were lost. Yield the progress after each batch of rows.

    first: number of the step to begin with. dry_run: run nothing. is_stopped: asked between
    batches. Once it returns True, the work ends: the step of the last progress is not done.
    """
    for number, step in enumerate(STEPS[first:], first):
        progress = Progress(number, step.name, 0, 0, is_done=False)
        yield progress
        for progress in _run(number, step, window, dry_run, is_stopped):
            yield progress
        if is_stopped():
            return
        yield progress._replace(is_done=True)


def _run(
    number: int,
    step: Step,
    window: Window,
    dry_run: bool,
    is_stopped: Callable[[], bool],
) -> Iterator[Progress]:
    batches = step.find(window)
    found, failed = 0, 0
    while not is_stopped():
        with reads_from_write_database():
            calls = next(batches, None)
        if calls is None:
            return
        for work, *keys in calls:
            if is_stopped():
                break
            found += 1
            failed += not dry_run and not _do(work, keys, is_stopped)
        yield Progress(number, step.name, found, failed, is_done=False)


def _do(work: Any, keys: list[Any], is_stopped: Callable[[], bool]) -> bool:
    """Run a task at once. Return whether it ended without an error, which is logged."""
    try:
        with task_bounds.sweeping(is_stopped):
            work.func(*keys)
    except Exception:  # of a host's storage or backend: the other tasks have to be done
        logger.exception("The task %s of %s failed in the sweep", work.func.__name__, keys)
        return False
    return True

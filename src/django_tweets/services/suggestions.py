"""When the suggested profiles of a member are computed. How: timelines/compute_suggestions.py.

Never for a reader. A worker does it after each change of whom the member follows. On a site without
a worker, where that would make a follow slower, it is done at the login and by a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..tasks import enqueue_on_commit, runs_in_background
from . import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

_compute: list[Callable[[Any], None]] = []


def connect(compute: Callable[[Any], None]) -> None:
    """Call compute with the key of a profile whose suggestions are out of date.

    Services can't import timelines, so receivers.py connects the function here.
    """
    _compute[:] = [compute]


def update_suggestions(profile_id: Any) -> None:
    """Compute the suggestions of the profile with this key."""
    for compute in _compute:
        compute(profile_id)


def refresh_suggestions(profile_id: Any, *, using: str) -> None:
    """Enqueue update_suggestions() on a site with a worker: the profile follows somebody else."""
    if runs_in_background(tasks.update_suggestions):
        enqueue_on_commit(tasks.update_suggestions, profile_id, using=using)

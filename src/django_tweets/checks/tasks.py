"""Check of the task queues: a task for a queue that the backend lacks would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks

from ..conf import PREFIX, conf, problem_of
from ..setting_types import TASK_KINDS
from ..tasks import get_queue, get_queues

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


def check_queues(**kwargs: Any) -> list[CheckMessage]:
    """E018: the setting TASKS has no such backend, or the backend has no such queue."""
    if problem_of("TASK_BACKEND") or problem_of("TASK_QUEUES"):  # E007
        return []
    queues = get_queues()
    if queues is None:
        return [
            checks.Error(
                f"{PREFIX}TASK_BACKEND is {conf.TASK_BACKEND!r}, which the setting TASKS lacks.",
                hint=f"Add it to TASKS, or remove {PREFIX}TASK_BACKEND.",
                id="django_tweets.E018",
            )
        ]
    missing = sorted({get_queue(kind) for kind in TASK_KINDS} - queues) if queues else []
    if not missing:
        return []
    names = ", ".join(map(repr, missing))
    return [
        checks.Error(
            f"Our tasks go to queues that TASKS[{conf.TASK_BACKEND!r}] lacks: {names}.",
            hint=f'Add them to its "QUEUES", or choose others with {PREFIX}TASK_QUEUES.',
            id="django_tweets.E018",
        )
    ]

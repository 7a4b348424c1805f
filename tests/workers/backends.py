"""Queues that fail."""

from __future__ import annotations

import os
import signal
from typing import Any

from django.tasks.backends.immediate import ImmediateBackend


class Killing(ImmediateBackend):
    """The process is killed when it enqueues: the commit has been done."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


class Away(ImmediateBackend):
    """The server of the queue does not answer."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        raise ConnectionError("the queue is away")

"""A circuit breaker: stop calling a server that is away, and try it again now and then.

The cache, the Redis of homes, replicas, the mail server and the backend of live updates are called
through one. Each process has its own, so that none needs another to find out that a server is back.
"""

from __future__ import annotations

import logging
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

logger = logging.getLogger("django_tweets")

MIN_PAUSE = 5
"""Seconds after a failure in which the server is not called."""

SLOWNESS = 10
"""A failure that took long is followed by a pause of so many times its length: of the requests to a
process whose server hangs, at most one in eleven seconds of a thread is spent waiting."""

MAX_PAUSE = 60
"""Seconds: the longest pause, and so the longest time until a process sees that all is well."""


class ServerUnavailable(Exception):  # noqa: N818 - no error: callers do without the server
    """The server could not be called: the call failed, or another did a moment ago."""


class CircuitBreaker:
    """Calls of one server.

    name: the server, for the log. consequence: the sentence that tells operators what is done
    without it. on_recovery: called when the server answers again. failures: exceptions that mean
    that the server is away; others are raised as they are, and change nothing.
    """

    def __init__(
        self,
        name: str,
        consequence: str,
        *,
        on_recovery: Callable[[], object] = lambda: None,
        failures: tuple[type[Exception], ...] = (Exception,),  # clients raise many types
    ) -> None:
        self.name, self.consequence = name, consequence
        self.on_recovery, self.failures = on_recovery, failures
        self.reset()

    def reset(self) -> None:
        """Forget all failures."""
        self._lock = Lock()
        self._is_away = False
        self._next_call = 0.0

    @property
    def is_away(self) -> bool:
        """Whether the last call failed."""
        return self._is_away

    def call(
        self, function: Callable[[], Result], *, passed: tuple[type[Exception], ...] = ()
    ) -> Result:
        """Return function(). Raise ServerUnavailable if it fails, or another did a moment ago.

        passed: exceptions for an answer of the server, which is there then; they are raised as they
        are.
        """
        with self._lock:
            began = monotonic()
            if self._is_away:
                if began < self._next_call:
                    raise ServerUnavailable
                # This thread tries. Others, meanwhile, do without.
                self._next_call = began + MAX_PAUSE
        try:
            result = function()
        except passed:
            self._close()
            raise
        except self.failures as error:
            self._open(began, error)
            raise ServerUnavailable from error
        except BaseException:  # of our code, or SystemExit of a worker that is stopped
            self._next_call = 0.0
            raise
        self._close()
        return result

    def _open(self, began: float, error: Exception) -> None:
        with self._lock:
            now = monotonic()
            self._next_call = now + min(max(MIN_PAUSE, SLOWNESS * (now - began)), MAX_PAUSE)
            is_new, self._is_away = not self._is_away, True
        if is_new:
            logger.warning(
                "%s is away: %s (%s: %s)", self.name, self.consequence, type(error).__name__, error
            )

    def _close(self) -> None:
        with self._lock:
            was_away, self._is_away = self._is_away, False
        if was_away:
            self.on_recovery()
            logger.warning("%s is back.", self.name)

"""Stop a long command cleanly: SIGINT (Ctrl-C) and SIGTERM end it at the border of a batch."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether a signal has asked a command to end. The second signal ends it at once."""

    number = 0
    """The number of the signal; 0 before there is one."""

    def __bool__(self) -> bool:
        return self.number != 0

    def fail(self, message: str) -> None:
        """Raise CommandError with message and the exit code of the signal, if there was one."""
        if self.number:
            raise CommandError(message, returncode=128 + self.number)


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Yield a Stop, which is true after a signal. Afterwards signals do what they did before.

    In another thread than the main one, where Python takes no signals, nothing changes.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, frame: Any) -> None:
        stop.number = number
        restore()

    former = {number: signal.signal(number, ask) for number in SIGNALS}

    def restore() -> None:
        for number, handler in former.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    try:
        yield stop
    finally:
        restore()

"""Close open streams when the server of this process is told to stop.

uvicorn waits for open responses before it stops, and ASGI tells an application of the end only
after that. So this listens for the signal too, and leaves the rest to the server's own handler.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def call_on_shutdown(close: Callable[[], None]) -> None:
    """Call close in the running event loop when the process gets one of SIGNALS.

    Only where a server handles them, in the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        handler = signal.getsignal(number)
        if callable(handler):
            signal.signal(number, _make_handler(handler, loop, close))


def _make_handler(
    handler: Callable[..., Any], loop: asyncio.AbstractEventLoop, close: Callable[[], None]
) -> Callable[..., Any]:
    def handle(number: int, frame: Any) -> Any:
        with suppress(RuntimeError):  # the loop is closed: there are no streams
            loop.call_soon_threadsafe(close)
        return handler(number, frame)

    return handle

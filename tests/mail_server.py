"""A real SMTP server for tests, which can be stopped, can hang and refuses an address."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import django
from aiosmtpd.controller import Controller

from scripts.servers.programs import find_port

if TYPE_CHECKING:
    from collections.abc import Iterator


class Handler:
    """Keeps the recipients of mails, refuses addresses, and stops after some mails."""

    def __init__(self) -> None:
        self.recipients: list[str] = []
        self.refused: set[str] = set()
        self.stops_after: int | None = None
        self.attempts = self.refusals = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            self.refusals += 1
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        self.attempts += 1
        if self.stops_after is not None and len(self.recipients) >= self.stops_after:
            server.transport.abort()
            return "421 closing"
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


class MailServer:
    """A server on a free port of this machine."""

    def __init__(self) -> None:
        self.handler = Handler()
        self.port = find_port()
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self.handler, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def use(self, settings: Any, timeout: float = 5) -> None:
        """Let the site send its mail by the server."""
        path = "django.core.mail.backends.smtp.EmailBackend"
        if django.VERSION >= (6, 1):
            options = {"host": "127.0.0.1", "port": self.port, "timeout": timeout}
            settings.MAILERS = {"default": {"BACKEND": path, "OPTIONS": options}}
        else:
            settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = path, timeout
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port


@contextmanager
def run_mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def hang_on(port: int) -> Iterator[list[int]]:
    """Take connections at port, and never answer. Yield a list with one item for each."""
    taken: list[int] = []
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(0.05)
        ended = threading.Event()

        def take() -> None:
            while not ended.is_set():
                try:
                    kept.append(listening.accept()[0])
                except TimeoutError:
                    continue
                taken.append(1)

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield taken
        finally:
            ended.set()
            thread.join()
            for connection in kept:
                connection.close()

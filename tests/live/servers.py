"""Real servers for tests of the event stream, each a process, and a reader of their events."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client

from scripts.servers.programs import find_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile

ROOT = Path(__file__).parents[2]
TIMEOUT = 60
"""Seconds after which something that should come has not come."""

APPLICATION = "tests.live.asgi:application"
COMMANDS = {
    "uvicorn": ["uvicorn", APPLICATION, "--port"],
    "daphne": ["daphne", APPLICATION, "--bind", "127.0.0.1", "--port"],
}


@dataclass
class Server:
    """A server, by its port, and its process."""

    port: int
    process: subprocess.Popen[str]
    opened: list[http.client.HTTPConnection | http.client.HTTPResponse] = field(
        default_factory=list
    )

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        """Close all connections to the server."""
        for each in self.opened:
            each.close()
        self.opened.clear()

    def open(
        self, profile: Profile | None, query: str = "", **headers: str
    ) -> http.client.HTTPResponse:
        """Return the response to the request for the stream, with its body still to come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = {"Cookie": sign_in(profile)} if profile else {}
        connection.request("GET", f"/tweets/stream/?{query}", headers={**cookies, **headers})
        response = connection.getresponse()
        self.opened += [response, connection]
        return response

    def read(self, profile: Profile, query: str = "", **headers: str) -> Events:
        """Return the events of an open stream, after the first."""
        response = self.open(profile, query, **headers)
        assert response.status == 200, response.read()
        events = Events(response)
        events.first = events.read()
        return events


@dataclass
class Event:
    """An event of a stream."""

    kind: str = ""
    key: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    comments: int = 0
    """Comments that came before it."""


class Events:
    """The events of a response."""

    first: Event

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.response = response

    def read(self) -> Event:
        """Return the next event; one without a kind at the end of the stream."""
        event, end = Event(), time.monotonic() + TIMEOUT
        for line in self.response:
            assert time.monotonic() < end, "There is no event."
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                event.key = value
            elif name == "event":
                event.kind = value
            elif name == "data":
                event.data = json.loads(value)
            elif not name and value == "" and line == b": \n":
                event.comments += 1
            if line == b"\n" and event.kind:
                return event
        return event

    def read_comment(self) -> list[dict[str, Any]]:
        """Wait for a comment. Return the data of the events before it."""
        passed: list[dict[str, Any]] = []
        while (line := self.response.readline()) != b": \n":
            assert line, "The stream has ended."
            name, _, value = line.decode().partition(": ")
            if name == "data":
                passed.append(json.loads(value))
        return passed

    def close(self) -> None:
        self.response.close()


def sign_in(profile: Profile) -> str:
    """Return the cookie of a new session of profile's user."""
    client = Client()
    client.force_login(profile.user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


@contextmanager
def serve(name: str, **changes: Any) -> Iterator[Server]:
    """Run a server of COMMANDS with the settings of this process and changes."""
    port = find_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.live.settings",
        "LIVE_HOST": os.environ["DJANGO_SETTINGS_MODULE"],
        "LIVE_SETTINGS": json.dumps({"ALLOWED_HOSTS": ["127.0.0.1", "localhost"], **changes}),
        "PYTHONPATH": os.pathsep.join([*sys.path]),
    }
    command = [sys.executable, "-m", *COMMANDS[name], str(port)]
    # A shell starts jobs in the background with SIGINT ignored. Servers would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        server = Server(port, process)
        try:
            wait_for_port(port, process)
            yield server
        finally:
            server.close()
            process.send_signal(signal.SIGINT)  # SIGTERM ends it without figures of coverage


def wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    """Wait until the process accepts connections."""

    def is_open() -> bool:
        assert process.poll() is None, process.communicate()[0]
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", port)) == 0

    wait_until(is_open)


def wait_until(is_done: Callable[[], bool]) -> None:
    """Wait until something that another process does is done."""
    end = time.monotonic() + 4 * TIMEOUT
    while not is_done():
        assert time.monotonic() < end, "It takes too long."
        time.sleep(0.02)

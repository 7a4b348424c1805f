"""A member of the site, as a browser without scripts. Each request is noted in a journal."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

TIMEOUT = 70
"""Seconds that a request may take: longer than HAProxy waits."""


class Request(NamedTuple):
    """A request, as its member has seen it."""

    at: float
    """When it was sent, of time.monotonic()."""
    member: str
    method: str
    path: str
    status: int
    """0: the connection was broken."""
    seconds: float

    @property
    def end(self) -> float:
        return self.at + self.seconds

    @property
    def has_failed(self) -> bool:
        return self.status == 0 or self.status >= 400


@dataclass
class Journal:
    """The record of all requests and writes of all members. Threads append to its lists."""

    requests: list[Request] = field(default_factory=list)
    writes: list[dict[str, Any]] = field(default_factory=list)
    """Writes that were acknowledged, in the order of each member."""
    unknown: list[dict[str, Any]] = field(default_factory=list)
    """Writes whose answer was an error: each may be done or not."""
    wrong: list[str] = field(default_factory=list)
    """Pages that did not show what the member had just written."""

    def find_errors(self) -> list[Request]:
        """Return the requests that failed, without 404 for tweets that their authors deleted."""
        deleted = {str(write["tweet"]) for write in self.writes if write["verb"] == "delete"}
        return [
            request
            for request in self.requests
            if request.has_failed
            and not (request.status == 404 and deleted & {*request.path.split("/")})
        ]


class Answer(NamedTuple):
    status: int
    path: str
    """Of the page, after a redirect."""
    text: str

    @property
    def is_done(self) -> bool:
        return 200 <= self.status < 400


class Browser:
    """Requests of one member."""

    def __init__(self, port: int, name: str, journal: Journal) -> None:
        self.port, self.name, self.journal = port, name, journal
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        token = self.cookies.get("csrftoken", "")
        return self.request("POST", path, {"csrfmiddlewaretoken": token, **fields})

    def request(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send a request. A redirect is an answer without a text."""
        headers = {
            "Accept-Language": "en",
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields).encode()
        start = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            status = response.status
            for line in response.headers.get_all("Set-Cookie", []):
                self._keep(line)
            target = response.headers.get("Location", "")
        except (HTTPException, OSError):
            status, text, target = 0, "", ""
        finally:
            connection.close()
        seconds = time.monotonic() - start
        shown = urlsplit(path).path
        self.journal.requests.append(Request(start, self.name, method, shown, status, seconds))
        parts = urlsplit(target)
        return Answer(status, f"{parts.path}?{parts.query}" if parts.query else parts.path, text)

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


FORM = re.compile(r'<input type="hidden" name="key" value="([A-Za-z0-9-]+)"')
TWEET = re.compile(r"/@([a-z0-9_]+)/(\d+)/")


def find_form_key(page: str) -> str:
    """Return the key of the form for a tweet."""
    found = FORM.search(page)
    return found[1] if found else ""


def find_tweets(page: str) -> list[tuple[str, int]]:
    """Return author and id of each tweet that a page links to, in its order, once."""
    return [*dict.fromkeys((name, int(pk)) for name, pk in TWEET.findall(unescape(page)))]

"""Errors in the console and failed requests, of all pages of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_ON_VIOLATION = """
document.addEventListener("securitypolicyviolation", (event) =>
    watchViolation(`${event.effectiveDirective} ${event.blockedURI} on ${event.documentURI}`));
"""


class Watch:
    """Collects the errors of all pages of some contexts."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._expected: list[str] = []

    def attach(self, context: BrowserContext) -> None:
        """Watch context from now on, before it has a page."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_web_error)
        context.on("requestfailed", self._on_request_failed)
        context.on("response", self._on_response)
        context.expose_binding("watchViolation", self._on_violation)
        context.add_init_script(_ON_VIOLATION)

    def expects(self, *what: int | str) -> None:
        """Announce expected errors: the status of a response, or a part of the message."""
        for each in what:
            if isinstance(each, int):
                self._expected += [f"{each} for ", f"status of {each} "]
            else:
                self._expected.append(each)

    @property
    def findings(self) -> list[str]:
        """The errors that the test did not expect, in order of time."""
        return [
            found
            for found in self._found
            if not any(expected in found for expected in self._expected)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._found.append(f"console: {message.text} ({message.location['url']})")

    def _on_web_error(self, error: WebError) -> None:
        self._found.append(f"script: {error.error}")

    def _on_request_failed(self, request: Request) -> None:
        # Leaving a page aborts the requests that it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self._found.append(f"{request.failure} for {request.method} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            asked = f"{response.request.method} {response.url}"
            self._found.append(f"{response.status} for {asked}")

    def _on_violation(self, source: Any, violation: str) -> None:
        self._found.append(f"policy: {violation}")

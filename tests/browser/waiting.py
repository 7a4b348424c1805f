"""Waiting for scripts on pages whose CSP forbids eval()."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.live.servers import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def wait_for_script(page: Page, expression: str, arg: Any = None) -> None:
    """Wait until an expression, or a function of arg, is true on the page.

    Playwright's wait_for_function() evaluates it in the page itself if it is not true at once, and
    the CSP forbids that.
    """
    wait_until(lambda: bool(page.evaluate(expression, arg)))

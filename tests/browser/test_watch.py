"""The request log finds faults, so a test without findings proves something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Member
    from tests.browser.request_log import Watch


def test_good_page_has_no_findings(visitor: Page, watch: Watch) -> None:
    visitor.goto("/about/")
    assert watch.findings == []


@pytest.mark.parametrize(
    ("script", "finding"),
    [
        ("console.error('oh')", "console: oh"),
        ("setTimeout(() => { throw new Error('ah') })", "script: ah"),
        ("fetch('/nowhere/')", "404 for GET"),
        ("fetch('https://example.org/').catch(() => {})", "policy: connect-src"),
        (
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
            "policy: style-src",
        ),
        (
            "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"alert()\">')",
            "policy: script-src",
        ),
    ],
    ids=["console", "script", "404", "connect", "style", "handler"],
)
def test_script_errors_are_found(visitor: Page, watch: Watch, script: str, finding: str) -> None:
    visitor.goto("/about/")
    visitor.evaluate(f"async () => {{ await {script} }}")
    visitor.goto("/")  # it takes the time that the reports of the former page take
    assert any(found.startswith(finding) for found in watch.findings)
    watch.expects("")


def test_missing_page_is_found_without_scripts(member: Callable[..., Member], watch: Watch) -> None:
    ada = member("ada", java_script_enabled=False)
    ada.page.goto("/nowhere/")
    assert watch.findings != []
    watch.expects(404)
    assert watch.findings == []

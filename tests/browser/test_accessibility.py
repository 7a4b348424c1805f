"""Each page in light and dark, wide and narrow: axe finds nothing.

It has a title and one heading, and doesn't scroll sideways, with text of twice the size either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser import axe, page_checks
from tests.browser.pages import PAGES, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Open

WIDE, NARROW = 1280, 320
# Each scheme, width and size of text, and the rules: the markup that is shown changes with width
# alone. All rules in all six settings took twice as long, and found the same. A width changes no
# contrast, and larger text has no less and no smaller targets: there only the width is measured.
SETTINGS: list[tuple[Literal["light", "dark"], int, str, list[str] | None]] = [
    ("light", WIDE, "100%", None),
    ("light", NARROW, "100%", None),
    ("dark", WIDE, "100%", axe.LOOKS),
    ("dark", WIDE, "200%", []),
]

# Pages with everything that phones alone show: the navigation at the bottom, and open parts.
ON_PHONES = ["home", "explore, for a member", "profile detail", "tweet detail", "settings"]


@pytest.mark.parametrize("look", PAGES, ids=lambda look: look.name)
def test_page_is_accessible(open_page: Open, look: Look) -> None:
    page = open_page(look, viewport={"width": WIDE, "height": 800}, reduced_motion="reduce")
    assert page.locator("html").get_attribute("dir") == "ltr"
    found = page_checks.outline_errors(page)
    for setting, rules in settings(page):
        if rules != []:
            is_narrow = page.viewport_size is not None and page.viewport_size["width"] == NARROW
            without = [axe.CONTRAST] if is_narrow else []
            results = axe.findings(page, rules=rules, without=without)
            found += [f"{setting}: {finding}" for finding in results]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{setting}: it scrolls sideways")
    page.emulate_media(forced_colors="active")  # the watch looks on
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ON_PHONES)
def test_phone_page_has_contrast(open_page: Open, name: str, scheme: str) -> None:
    look = next(look for look in PAGES if look.name == name)
    viewport = {"width": NARROW, "height": 800}
    page = open_page(look, viewport=viewport, reduced_motion="reduce", color_scheme=scheme)
    unroll(page, NARROW)
    assert axe.findings(page, rules=axe.LOOKS) == []


def settings(page: Page) -> Iterator[tuple[str, list[str] | None]]:
    """Put the page, which is loaded once, in each setting, and yield its name and its rules."""
    for scheme, width, size, rules in SETTINGS:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        unroll(page, width)
        yield f"{scheme}, {width} px, {size}", rules


def unroll(page: Page, width: int) -> None:
    """A window as high as the page: what stays in place on a screen then covers nothing."""
    page.set_viewport_size({"width": width, "height": 800})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})

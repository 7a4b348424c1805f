"""Each page in light and dark, wide, narrow, and with text of twice the size: axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser import axe
from tests.browser.pages import PAGES, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Open

WIDE, NARROW = 1280, 320
# Each scheme, width and size of text. All six took half as long again, and found the same.
SETTINGS: list[tuple[Literal["light", "dark"], int, str]] = [
    ("light", WIDE, "100%"),
    ("light", NARROW, "100%"),
    ("dark", WIDE, "100%"),
    ("dark", WIDE, "200%"),
]


@pytest.mark.parametrize("look", PAGES, ids=lambda look: look.name)
def test_page_is_accessible(open_page: Open, look: Look) -> None:
    page = open_page(look, viewport={"width": WIDE, "height": 800})
    found = []
    for setting in settings(page):
        found += [f"{setting}: {finding}" for finding in axe.findings(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{setting}: it scrolls sideways")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.reload()  # the watch looks on
    assert not found, "\n".join(found)


def settings(page: Page) -> Iterator[str]:
    """Puts the page, which is loaded once, in each setting, and yields its name."""
    for scheme, width, size in SETTINGS:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        unroll(page, width)
        yield f"{scheme}, {width} px, {size}"


def unroll(page: Page, width: int) -> None:
    """A window as high as the page: what stays in place on a screen then covers nothing."""
    page.set_viewport_size({"width": width, "height": 800})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})

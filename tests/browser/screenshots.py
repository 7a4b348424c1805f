"""Pictures of pages that are the same each time they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SETTLE = """
async () => {
    await document.fonts.ready;
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode()));
}
"""


def whole(page: Page, max_height: int = 1600) -> bytes:
    """The page from its top down, as far as max_height pixels of CSS, as a PNG."""
    _settle(page)
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    return page.screenshot(
        animations="disabled",
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(height, max_height)},
    )


def window(page: Page) -> bytes:
    """Return the visible part of the page as a PNG."""
    _settle(page)
    return page.screenshot(animations="disabled")


def part(page: Page, selector: str) -> bytes:
    """The one element of the page that selector names, as a PNG."""
    _settle(page)
    return page.locator(selector).screenshot(animations="disabled")


def _settle(page: Page) -> None:
    page.mouse.move(-1, -1)  # off the page: the shell starts with it on the first pixel
    page.evaluate(_SETTLE)

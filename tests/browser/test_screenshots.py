"""Pictures to look at: each page in light, dark, on a phone and from right to left; and those that
the documentation shows, which `tox run -e screenshots` remakes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from PIL import Image

from tests.browser import screenshots
from tests.browser.pages import PAGES, Look
from tests.browser.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Open
    from tests.browser.gallery import Gallery

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
ARABIC = {**DESKTOP, "locale": "ar"}

SHOWN: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("home", DESKTOP),
    "home-dark": ("home", {**DESKTOP, "color_scheme": "dark"}),
    "home-phone": ("home", PHONE),
    "home-rtl": ("home", ARABIC),
    "profile": ("profile detail, followed", DESKTOP),
    "thread": ("tweet detail, amid a conversation", DESKTOP),
}

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def still(site: str) -> Iterator[None]:
    """Stop the clock, so that a tweet is of the same age in each screenshot."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("look", PAGES, ids=lambda look: look.name)
def test_page_is_pictured(open_page: Open, gallery: Gallery, look: Look) -> None:
    def save(page: Page, variant: str) -> None:
        gallery.add(f"{variant}/{look.file_name}", lambda: screenshots.whole(page))

    page = open_page(look, **DESKTOP)
    save(page, "light")
    page.emulate_media(color_scheme="dark")
    save(page, "dark")
    save(open_page(look, **PHONE), "phone")
    page = open_page(look, **ARABIC)
    assert page.evaluate("document.dir") == "rtl"
    save(page, "rtl")


@pytest.mark.parametrize("name", SHOWN)
def test_documentation_screenshots(open_page: Open, gallery: Gallery, name: str) -> None:
    look_name, options = SHOWN[name]
    (look,) = [look for look in PAGES if look.name == look_name]
    page = open_page(look, **options)

    def take() -> bytes:
        picture = Image.open(io.BytesIO(screenshots.window(page))).convert("RGB")
        picture.quantize(256, dither=Image.Dither.NONE).save(
            content := io.BytesIO(), "png", optimize=True
        )
        return content.getvalue()

    gallery.add(name, take)

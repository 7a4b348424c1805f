"""Embedded tweets on other sites, and metadata of our pages that only programs read."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import axe, samples, screenshots
from tests.browser.pages import VISITOR, Look, page, tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FrameLocator, Page

    from tests.browser.conftest import Open
    from tests.browser.gallery import Gallery

pytestmark = pytest.mark.usefixtures("no_icon")

CARDS = [
    tweet("tweet_embed", VISITOR, samples.launch),
    tweet("tweet_embed", VISITOR, samples.warned, "with a warning"),
    tweet("tweet_embed", VISITOR, samples.quoting, "with a quote"),
    tweet("tweet_embed", VISITOR, samples.arabic, "in Arabic"),
    tweet("tweet_embed", "ada", samples.confidential, "confidential"),
    page("tweet_embed", VISITOR, "ada", "1", what="missing", status=404),
]
OPEN_CARDS = CARDS[:4]
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def no_icon(expects: Callable[..., None]) -> None:
    """A card has none, being in a frame: a browser that has it in a window asks for one."""
    expects("favicon.ico")


def opened(open_page: Open, look: Look, **options: Any) -> Page:
    """The page of look; what is not for everyone is not there, whoever looks."""
    is_there = look in OPEN_CARDS
    status = 200 if is_there else 404
    return open_page(Look(look.view, look.who, look.path, look.what, status), **options)


@pytest.mark.parametrize("look", CARDS, ids=lambda look: look.name)
def test_card_has_no_page_errors(open_page: Open, look: Look, scripts: bool) -> None:
    page = opened(open_page, look, viewport=SMALL, java_script_enabled=scripts)
    assert page.title().strip()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("article")).to_have_count(1 if look in OPEN_CARDS else 0)
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


@pytest.mark.parametrize("look", CARDS, ids=lambda look: look.name)
def test_card_is_accessible(open_page: Open, look: Look) -> None:
    page = opened(open_page, look, viewport={"width": 550, "height": 400})
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {finding}" for finding in axe.findings(page)]
    assert found == []


@pytest.mark.parametrize("look", CARDS, ids=lambda look: look.name)
def test_card_is_pictured(open_page: Open, gallery: Gallery, look: Look) -> None:
    variants: dict[str, dict[str, Any]] = {
        "light": {"viewport": {"width": 550, "height": 400}},
        "dark": {"viewport": {"width": 550, "height": 400}, "color_scheme": "dark"},
        "phone": {"viewport": SMALL},
        "rtl": {"viewport": {"width": 550, "height": 400}, "locale": "ar"},
    }
    for variant, options in variants.items():
        page = opened(open_page, look, **options)
        gallery.add(f"{variant}/{look.file_name}", partial(screenshots.whole, page))


def framed(page: Page, site: str, path: str) -> FrameLocator:
    """Return the frame of path on a page of another site."""
    page.set_content("<h1>Another site</h1>")
    page.evaluate(
        """address => new Promise(resolve => {
            const frame = document.createElement("iframe")
            frame.onload = resolve
            frame.src = address
            document.body.append(frame)
        })""",
        f"{site}{path}",
    )
    return page.frame_locator("iframe")


def test_oembed_html_shows_the_tweet(visitor: Page, site: str) -> None:
    launch = samples.launch(None)
    query: dict[str, Any] = {"url": f"{site}{launch.get_absolute_url()}", "maxwidth": "400"}
    data = visitor.request.get("/community/oembed/", params=query).json()
    visitor.set_content(f"<h1>Another site</h1>{data['html']}")
    frame = visitor.frame_locator("iframe")
    expect(frame.get_by_role("article")).to_contain_text("SHE'S IN.")
    assert visitor.locator("iframe").get_attribute("title") == (
        f"Tweet by {launch.profile.shown_name} (@{launch.profile.handle})"
    )
    with visitor.expect_popup() as popup:
        frame.get_by_role("link").last.click()
    popup.value.wait_for_load_state()
    assert popup.value.url == f"{site}{launch.get_absolute_url()}"


@pytest.mark.parametrize("width", [550, 320])
def test_frame_fits_the_card(visitor: Page, site: str, width: int) -> None:
    """About: it is never to be scrolled, and never half empty."""
    for sample in (samples.launch, samples.quoting, samples.arabic):
        query: dict[str, Any] = {
            "url": f"{site}{sample(None).get_absolute_url()}",
            "maxwidth": str(width),
        }
        data = visitor.request.get("/community/oembed/", params=query).json()
        visitor.set_viewport_size({"width": data["width"], "height": 50})
        visitor.goto(f"{sample(None).get_absolute_url()}embed/")
        height = visitor.evaluate("document.documentElement.scrollHeight")
        assert height <= data["height"] <= 2 * height


def test_other_pages_are_not_shown_in_a_frame(
    visitor: Page, site: str, expects: Callable[..., None]
) -> None:
    expects("X-Frame-Options", "frame-ancestors", "net::ERR_BLOCKED_BY_RESPONSE")
    path = samples.launch(None).get_absolute_url()
    expect(framed(visitor, site, f"{path}embed/").get_by_role("article")).to_have_count(1)
    expect(framed(visitor, site, path).get_by_role("article")).to_have_count(0)


def test_structured_data_is_not_executed(visitor: Page) -> None:
    """The policy allows nothing inline, and has nothing against it: a test fails if it has."""
    visitor.goto(samples.launch(None).get_absolute_url())
    script = visitor.locator('head > script[type="application/ld+json"]')
    data = json.loads(script.text_content() or "")
    assert data["@type"] == "SocialMediaPosting"
    assert "SHE'S IN." in data["text"]

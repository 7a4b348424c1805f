"""Cards of links: their look, their picture, and that no other site is asked."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect

from django_tweets.models import LinkPreview, TweetLinkPreview
from django_tweets.models.link_preview import digest, new_name, previewed_url
from tests.browser import axe, screenshots
from tests.browser.page_checks import HOME, card
from tests.browser.waiting import wait_for_script
from tests.factories import make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.browser.gallery import Gallery
    from tests.factories import Profile, Tweet

WIDE, SQUARE, NONE = (640, 336), (288, 288), (0, 0)
TITLE = "The ferry leaves at eight: new times from March"
VARIANTS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "rtl": {"viewport": {"width": 1280, "height": 900}, "locale": "ar"},
    "phone": {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True},
    "forced-colours": {"viewport": {"width": 640, "height": 900}, "forced_colors": "active"},
}


@pytest.fixture(autouse=True)
def _previews(settings: Any) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True


def make_preview(author: Profile, size: tuple[int, int] = WIDE, **fields: Any) -> Tweet:
    """Publish a tweet with a link that has a preview with a picture of that size."""
    tweet = make_tweet(author, f"Good to know: https://example.org/{size[0]}/{author.pk}")
    url = previewed_url(tweet)
    name = ""
    if size != NONE:
        file = BytesIO()
        Image.linear_gradient("L").resize(size).convert("RGB").save(file, "WEBP")
        name = default_storage.save(new_name(None, ""), ContentFile(file.getvalue()))
    values: dict[str, Any] = {
        "url": url,
        "digest": digest(url),
        "is_available": True,
        "title": TITLE,
        "description": "Until the end of April, boats leave from the north pier. " * 4,
        "site_name": "Harbour Office",
        "host": "example.org",
        "picture": name,
        "picture_width": size[0],
        "picture_height": size[1],
    }
    preview = LinkPreview.objects.create(**values | fields)
    TweetLinkPreview.objects.create(tweet=tweet, preview=preview)
    return tweet


def make_previews(author: Profile) -> list[Tweet]:
    return [make_preview(author, size) for size in (WIDE, SQUARE, NONE)]


def preview_of(page: Page, tweet: Tweet) -> Locator:
    return card(page, tweet).locator(".tw-preview")


@pytest.mark.parametrize("variant", VARIANTS)
def test_cards_of_links_are_accessible_and_pictured(
    member: Callable[..., Member], gallery: Gallery, variant: str
) -> None:
    reader = member(**VARIANTS[variant])
    tweets = make_previews(reader.profile)
    page = reader.page
    page.goto(HOME)
    for tweet in tweets:
        expect(preview_of(page, tweet)).to_be_visible()
    gallery.add(f"link-previews-{variant}", lambda: screenshots.whole(page))
    assert axe.findings(page, ".tw-preview") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_picture_comes_from_this_site_alone(reader: Member, site: str) -> None:
    tweets = make_previews(reader.profile)
    page = reader.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(HOME)
    for tweet, size in zip(tweets[:2], (WIDE, SQUARE), strict=True):
        picture = preview_of(page, tweet).locator("img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        expect(picture).to_have_js_property("naturalWidth", size[0])
    assert [url for url in asked if not url.startswith(f"{site}/")] == []


def test_nothing_moves_when_the_picture_arrives(reader: Member) -> None:
    tweet = make_preview(reader.profile)
    page = reader.page
    waiting: list[Any] = []
    page.route("**/preview/*", lambda route: waiting.append(route))  # noqa: PLW0108 - its arity counts
    page.goto(HOME)
    preview = preview_of(page, tweet)
    expect(preview).to_be_visible()
    before = preview.bounding_box()
    wait_for_script(page, "() => [...document.images].some((image) => !image.complete)")
    for route in waiting:
        route.continue_()
    expect(preview.locator("img")).to_have_js_property("naturalWidth", WIDE[0])
    assert preview.bounding_box() == before


@pytest.mark.parametrize("size", [WIDE, SQUARE, NONE])
def test_whole_card_is_the_link(reader: Member, scripts: bool, size: tuple[int, int]) -> None:
    tweet = make_preview(reader.profile, size)
    page = reader.page
    page.route("https://example.org/**", lambda route: route.fulfill(body="the page"))
    page.goto(HOME)
    preview = preview_of(page, tweet)
    box = preview.bounding_box()
    assert box is not None
    preview.click(position={"x": box["width"] - 8, "y": box["height"] - 8})
    page.wait_for_url("https://example.org/**")
    assert page.locator("body").inner_text() == "the page"


def test_card_is_reached_by_the_keyboard(reader: Member) -> None:
    tweet = make_preview(reader.profile)
    page = reader.page
    page.goto(HOME)
    link = card(page, tweet).get_by_role("link", name=TITLE)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    outline = link.evaluate("(link) => getComputedStyle(link, '::after').outlineWidth")
    assert outline == "3px"
    expect(preview_of(page, tweet).get_by_role("link")).to_have_count(1)
    expect(preview_of(page, tweet).get_by_role("img")).to_have_count(0)  # alt is empty


def test_long_texts_are_cut_and_the_host_is_not(reader: Member) -> None:
    words = "x" * 60
    tweet = make_preview(reader.profile, title=f"{words} " * 3, host=f"{words}.example.org")
    page = reader.page
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(HOME)
    texts = preview_of(page, tweet).locator("p:not(.tw-preview-site)")
    for text in texts.all():
        lines = "(p) => p.clientHeight / parseFloat(getComputedStyle(p).lineHeight)"
        assert text.evaluate(lines) < 2.5
    is_whole = "(p) => p.scrollHeight <= p.clientHeight && p.scrollWidth <= p.clientWidth"
    assert preview_of(page, tweet).locator(".tw-preview-site").evaluate(is_whole)
    assert page.evaluate("document.documentElement.scrollWidth") == 320

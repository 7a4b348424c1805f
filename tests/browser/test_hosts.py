"""Our tags and pages on hosts with the stylesheets of CSS frameworks: theirs stays as it is to the
pixel, none of theirs reaches what is ours, and ours is for everybody there too.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from PIL import Image, ImageChops

from tests.browser import axe, host_checks, samples, screenshots
from tests.hosts.frameworks.views import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Member
    from tests.browser.gallery import Gallery

EDGE = 8  # pixels at least between ours and the edge of a screen


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_host_page_is_not_changed_by_tags(
    member: Callable[..., Member], gallery: Gallery, framework: str, scheme: str, width: int
) -> None:
    viewport = {"width": width, "height": 900}
    page = member("ada", viewport=viewport, color_scheme=scheme).page
    url = f"{reverse('host', args=[framework])}?{scheme}"
    page.goto(url)
    before = screenshots.part(page, "#host")
    page.goto(f"{url}&tags")
    after = screenshots.part(page, "#host")
    name = f"host-{framework}-{scheme}-{width}"
    gallery.add(name, lambda: screenshots.part(page, "#widgets"))
    assert page.locator("#widgets .tweets").count() == 4
    if changed := difference(before, after):
        gallery.add(f"{name}-before", lambda: before)
        gallery.add(f"{name}-after", lambda: after)
        pytest.fail(f"{changed}: run it with a folder in $SCREENSHOTS, and look at {name}-*.png")
    # A stylesheet changes no markup, which test_accessibility.py checks.
    found = axe.findings(page, "#widgets", rules=axe.LOOKS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_home_page_on_a_host(
    member: Callable[..., Member], gallery: Gallery, framework: str
) -> None:
    page = member("ada", viewport={"width": 1280, "height": 900}).page
    page.goto(reverse("host_home", args=[framework]))
    gallery.add(f"home-{framework}", lambda: screenshots.whole(page))
    found = [*host_checks.small_text(page), *axe.findings(page, ".tweets", rules=axe.LOOKS)]
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {finding}" for finding in host_checks.beyond_edges(page, EDGE)]
        if width == 390:
            gallery.add(f"home-{framework}-phone", lambda: screenshots.whole(page))
    page.set_viewport_size({"width": 1280, "height": 900})
    found += host_checks.leaks(page)  # the last, as it changes the page
    assert not found, "\n".join(found)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_conversation_in_arabic_on_an_english_host(
    new_context: Callable[..., BrowserContext], gallery: Gallery, framework: str
) -> None:
    # As high as the page, so that the navigation at the bottom covers nothing.
    viewport = {"width": 390, "height": 3000}
    page = new_context(locale="ar", viewport=viewport, color_scheme="dark").new_page()
    tweet = samples.launch(None)
    page.goto(f"{reverse('host_tweet', args=[framework, tweet.profile.handle, tweet.pk])}?dark")
    tweets = page.locator(".tweets")
    assert page.locator("html").get_attribute("lang") == "en"
    assert (tweets.get_attribute("lang"), tweets.get_attribute("dir")) == ("ar", "rtl")
    gallery.add(f"conversation-{framework}-rtl", lambda: screenshots.whole(page))
    found = [*host_checks.small_text(page), *axe.findings(page, ".tweets", rules=axe.LOOKS)]
    found += host_checks.beyond_edges(page, EDGE)
    page.set_viewport_size({"width": 320, "height": 3000})
    found += [f"320 px: {finding}" for finding in host_checks.beyond_edges(page, EDGE)]
    assert not found, "\n".join(found)


def difference(before: bytes, after: bytes) -> str | None:
    """Return the changes, or None.

    Round corners may differ by two levels of a colour: pages of other lengths are painted in other
    tiles.
    """
    old, new = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (before, after))
    if old.size != new.size:
        return f"It was {old.size}, and is {new.size}"
    changed = ImageChops.difference(old, new).point(lambda level: max(level - 2, 0)).getbbox()
    return f"What is changed is in the box {changed}" if changed else None

"""Pages that Firefox and WebKit draw differently from Chromium."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from PIL import Image

from django_tweets import services
from tests.browser.conftest import serve
from tests.browser.engines.tab import Tab
from tests.browser.page_checks import HOME, OVERSIZED, make_tweets_to_read
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile


def test_mention_in_arabic_text_begins_with_its_sign(
    tab: Tab, sign_in: Callable[..., Profile]
) -> None:
    friend = make_profile()
    tweet = services.publish(sign_in(), f"مرحبا @{friend.handle} و #tea و #شاي @{friend.handle}")
    tab.goto(tweet.get_absolute_url())
    # The side of a link that its first character stands on.
    starts = tab.run(
        """return [...document.querySelectorAll(arguments[0])].map((link) => {
            const range = document.createRange();
            range.setStart(link.firstChild, 0);
            range.setEnd(link.firstChild, 1);
            const sign = range.getBoundingClientRect();
            const { left, right } = link.getBoundingClientRect();
            return sign.left - left < right - sign.right ? "left" : "right";
        })""",
        f"#{tweet.anchor} .tw-text a",
    )
    assert starts == ["left", "left", "right", "left"]


class WithoutStylesheet(StaticFilesHandler):
    """The site, whose stylesheet of ours is missing."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"].endswith("/tweets.css"):
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        return super().__call__(environ, start_response)


@pytest.fixture
def unstyled(tab: Tab) -> Iterator[Tab]:
    with serve(WithoutStylesheet) as address:
        yield Tab(tab.engine, tab.driver, address)
        tab.goto("/about/")


def test_page_without_the_stylesheet_is_readable(
    unstyled: Tab, sign_in: Callable[..., Profile]
) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    unstyled.goto(HOME)
    assert unstyled.run(f"return {OVERSIZED}") == []
    assert unstyled.all(f"#{tweet.anchor} [data-action=reply]", "Reply")
    assert unstyled.all(".tw-nav a", "Home")


def test_icon_of_a_pressed_button_is_filled(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    tab.goto(HOME)
    like = f"#{tweet.anchor} [data-action=like]"
    assert not is_red(center(tab, f"{like} svg"))
    tab.click(like)
    tab.wait_for_text(f"{like} b", "1")
    tab.run("document.activeElement.blur()")
    tab.wait(lambda: is_red(center(tab, f"{like}[aria-pressed=true] svg")))


def center(tab: Tab, selector: str) -> tuple[int, ...]:
    """Return the color in the middle of an element: red, green and blue."""
    box = tab.run("return arguments[0].getBoundingClientRect().toJSON()", tab.one(selector))
    # Of the window: the driver of WebKitGTK draws only a part of an element.
    picture = Image.open(BytesIO(tab.driver.get_screenshot_as_png())).convert("RGB")
    pixel = picture.getpixel((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    assert isinstance(pixel, tuple)
    return pixel


def is_red(color: tuple[int, ...]) -> bool:
    red, green, blue = color
    return red > green + 60 and red > blue + 30

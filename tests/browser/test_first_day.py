"""Somebody's first day, from signing up to blocking somebody: with scripts, and without."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import expect

from django_tweets import get_tweet_model, images, services
from tests.browser import actions
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PASSWORD = "a very long bicycle"


def test_new_member_journey(
    new_context: Callable[..., Any], visitor: Page, expects: Callable[..., None], scripts: bool
) -> None:
    me = "kit_on" if scripts else "kit_off"
    neighbour = make_profile(f"{me}_friend", display_name=f"Fran of {me}")
    pest = make_profile(f"{me}_pest", display_name=f"Pest of {me}")
    for profile in (neighbour, pest):
        services.publish(profile, f"{profile.shown_name} says hello")
    page = new_context(java_script_enabled=scripts).new_page()

    actions.sign_up(page, me, PASSWORD)
    name = f"Kit of {me}"
    texts = {"Name": name, "Bio": "New here 🌱", "Website": "https://kit.example.org"}
    actions.edit_profile(page, picture=picture(), crop=scripts, **texts)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("New here 🌱").first).to_be_visible()

    actions.open_home(page)
    actions.write(page, "Hello 👩‍👩‍👧‍👦 from https://example.org/yard!")
    link = actions.tweet(page, "Hello 👩‍👩‍👧‍👦").get_by_role("link", name="example.org/yard")
    expect(link).to_have_attribute("href", "https://example.org/yard")
    face = actions.tweet(page, "Hello").locator("img").first
    expect(face).to_have_js_property("naturalWidth", images.SMALL[images.AVATAR].width)

    actions.open_profile(page, neighbour.handle)
    actions.follow(page, neighbour.shown_name)
    actions.open_home(page)
    card = actions.tweet(page, f"{neighbour.shown_name} says hello")
    actions.reply(page, card, "Good morning, neighbour")
    actions.open_home(page)
    actions.quote(page, card, "What a nice neighbour")
    actions.open_home(page)
    actions.like(card)
    actions.bookmark(card)
    page.get_by_role("link", name="Bookmarks").first.click()
    expect(card).to_be_visible()
    # Not earlier: the buttons show what was pressed before the server has answered.
    assert get_tweet_model().objects.get(profile=neighbour).like_count == 1

    actions.open_thread(page, card)
    expect(page.get_by_text("Good morning, neighbour")).to_be_visible()
    quoted = get_tweet_model().objects.get(quote_of__profile=neighbour)
    page.goto(quoted.get_absolute_url())
    expect(page.get_by_role("blockquote")).to_contain_text(f"{neighbour.shown_name} says hello")

    actions.protect(page)
    actions.open_profile(visitor, me)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    expect(visitor.get_by_text("Hello 👩‍👩‍👧‍👦")).to_have_count(0)

    actions.open_profile(page, pest.handle)
    actions.block(page, pest.shown_name)
    expect(page.get_by_role("button", name=f"Unblock {pest.shown_name}")).to_be_visible()
    actions.open_profile(page, pest.handle)
    expect(page.get_by_text(f"{pest.shown_name} says hello")).to_have_count(0)


def picture() -> bytes:
    """A photo from a phone, more or less."""
    file = io.BytesIO()
    Image.new("RGB", (600, 800), "seagreen").save(file, "PNG")
    return file.getvalue()

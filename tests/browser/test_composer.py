"""The look of the composer, and the message after publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from django_tweets import get_tweet_model
from tests.browser import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member


def test_message_leads_to_the_new_tweet(member: Callable[..., Member]) -> None:
    page = member(java_script_enabled=False).page
    actions.open_home(page)
    actions.write(page, "Off to the slip")
    page.get_by_role("status").get_by_role("link", name="View").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweet")
    expect(page.get_by_role("article")).to_contain_text("Off to the slip")


@pytest.mark.parametrize("width", [320, 1280])
def test_audience_and_warning_are_chosen_by_icons(
    member: Callable[..., Member], scripts: bool, width: int
) -> None:
    writer = member(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    page = writer.page
    actions.open_home(page)
    audience = page.get_by_label("Visible to", exact=True)
    expect(audience).to_be_in_viewport()
    expect(audience.locator("option:checked")).to_have_text("Everyone")
    audience.select_option(label="Followers")
    warning = page.get_by_role("textbox", name="Content warning", include_hidden=True)
    expect(warning).to_be_hidden()
    page.locator("summary", has_text="Content warning").click()
    warning.fill("Spiders")
    actions.write(page, f"A quiet word on {width}")
    tweet = get_tweet_model().objects.get(profile=writer.profile)
    assert (tweet.visibility, tweet.content_warning) == ("followers", "Spiders")


def test_wide_composer_has_its_controls_in_one_row(reader: Member) -> None:
    actions.open_home(reader.page)
    composer = reader.page.locator(".tw-composer")
    publish = composer.get_by_role("button", name="Publish")
    controls = [composer.locator("summary"), composer.locator("select"), publish]
    boxes = [each.bounding_box() for each in controls]
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert max(middles) - min(middles) < 4, middles


def test_mark_is_gone_after_the_text_is_corrected_and_sent(
    reader: Member, expects: Callable[[int], None]
) -> None:
    expects(422)
    page = reader.page
    actions.open_home(page)
    field = page.get_by_label("What’s happening?")
    field.fill("a" * 282)
    mark = page.locator(".tw-mirror mark")
    expect(mark).to_have_text("aa")
    field.press("Control+Enter")
    expect(page.locator(".tw-composer .errorlist")).to_be_visible()
    field.fill("short")
    field.press("Control+Enter")
    expect(field).to_have_value("")
    expect(mark).to_have_count(0)


def test_text_over_the_limit_is_marked(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    field = page.get_by_label("What’s happening?")
    mark = page.locator(".tw-mirror mark")
    field.fill("a" * 280)
    expect(page.locator(".tw-character-count")).to_contain_text("0")
    expect(mark).to_have_count(0)
    field.fill("a" * 279 + "👩‍👩‍👧‍👦 over")
    expect(mark).to_have_text("👩‍👩‍👧‍👦 over")
    expect(page.locator(".tw-mirror")).to_have_attribute("aria-hidden", "true")
    edges = page.evaluate(
        """() => ["textarea", ".tw-mirror"].map((selector) => {
            const box = document.querySelector(`.tw-composer ${selector}`).getBoundingClientRect();
            return [box.left, box.top, box.height];
        })"""
    )
    assert edges[0] == pytest.approx(edges[1], abs=1)
    url = "https://example.org/" + "x" * 300
    field.fill(f"{url} {'b' * 256}cd")
    expect(mark).to_have_text("cd")
    field.press("Backspace")
    field.press("Backspace")
    expect(mark).to_have_count(0)

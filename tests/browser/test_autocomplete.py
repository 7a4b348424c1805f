"""Names are completed while somebody writes: by keyboard, by pointer, and said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.page_checks import HOME
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member


@pytest.fixture
def page(member: Callable[..., Member]) -> Page:
    writer = member()
    for handle in ("zz_ada", "zz_bob"):
        if not type(writer.profile)._base_manager.filter(handle=handle).exists():
            make_profile(handle, display_name=f"Name of {handle}")
            make_tweet(writer.profile, "#zztea and #zzmilk")
    writer.page.goto(HOME)
    return writer.page


def field(page: Page) -> Locator:
    return page.locator(".tw-composer [name=content]").first


def options(page: Page) -> Locator:
    return page.locator(".tw-suggestions").get_by_role("option")


def test_suggestion_is_chosen_by_keyboard(page: Page) -> None:
    field(page).press_sequentially("hello @zz_")
    expect(options(page)).to_have_count(2)
    expect(page.locator(".tw-composer output.tw-hidden")).to_contain_text("2 suggestions.")
    expect(field(page)).to_have_attribute("aria-controls", "tw-suggestions")
    field(page).press("ArrowDown")
    field(page).press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    chosen = field(page).get_attribute("aria-activedescendant")
    assert options(page).nth(1).get_attribute("id") == chosen
    field(page).press("ArrowDown")
    expect(options(page).nth(0)).to_have_attribute("aria-selected", "true")
    field(page).press("ArrowUp")
    field(page).press("Enter")
    expect(field(page)).to_have_value("hello @zz_bob ")
    expect(options(page)).to_have_count(0)
    assert field(page).get_attribute("aria-activedescendant") is None
    expect(field(page)).to_be_focused()


def test_suggestion_is_chosen_by_pointer(page: Page) -> None:
    field(page).press_sequentially("I like #zz")
    options(page).filter(has_text="#zzmilk").click()
    expect(field(page)).to_have_value("I like #zzmilk ")
    expect(field(page)).to_be_focused()
    expect(page.locator(".tw-character-count").first).to_contain_text("266")


def test_text_stays_without_a_choice(page: Page) -> None:
    field(page).press_sequentially("@zz_")
    expect(options(page)).to_have_count(2)
    field(page).press("Escape")
    expect(options(page)).to_have_count(0)
    field(page).press("Enter")
    expect(field(page)).to_have_value("@zz_\n")
    field(page).press_sequentially("@zz_a")
    expect(options(page)).to_have_count(1)
    field(page).blur()
    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize("text", ["someone@zz_", "it's #1", "@nobody_at_all", "#", "a # b"])
def test_other_text_gets_no_suggestions(page: Page, text: str) -> None:
    field(page).press_sequentially(text)
    with page.expect_response(lambda response: "complete/" in response.url):
        field(page).press_sequentially(" @zz_a")
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text("zz_ada")


def test_escape_closes_the_list_before_the_dialog(page: Page) -> None:
    page.goto(reverse("django_tweets:explore"))
    page.keyboard.press("n")
    sheet = page.locator(".tw-form-dialog[open]")
    sheet.locator("[name=content]").press_sequentially("@zz_")
    expect(options(page)).to_have_count(2)
    sheet.locator("[name=content]").press("Escape")
    expect(options(page)).to_have_count(0)
    expect(sheet).to_be_visible()


def test_open_list_is_accessible(page: Page) -> None:
    field(page).press_sequentially("@zz_")
    expect(options(page)).to_have_count(2)
    field(page).press("ArrowDown")
    assert findings(page) == []

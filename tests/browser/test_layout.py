"""The frame of our pages: landmarks, a sticky header of the host, print, and no stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.page_checks import HOME, OVERSIZED, card, make_home_tweets, top_edge

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Member

BOOKMARKS = reverse("django_tweets:bookmarks")
STICKY_TOP = 120  # CSS pixels


def set_sticky_top(page: Page) -> None:
    page.evaluate(
        "(top) => document.documentElement.style.setProperty('--tweets-sticky-top', `${top}px`)",
        STICKY_TOP,
    )


@pytest.mark.parametrize("has_layout", [True, False])
def test_link_to_skip_passes_the_navigation(
    reader: Member, settings: Any, has_layout: bool
) -> None:
    if not has_layout:
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]
    page = reader.page
    page.goto(HOME)
    main = page.get_by_role("main")
    expect(main).to_have_count(1)
    expect(main.locator(".tw-nav, .tw-sidebar")).to_have_count(0)
    expect(page.locator(".tw-nav")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_sticky_parts_are_below_the_header_of_the_host(reader: Member) -> None:
    make_home_tweets(reader, 20)
    page = reader.page
    page.set_viewport_size({"width": 1300, "height": 800})
    page.goto(HOME)
    set_sticky_top(page)
    page.evaluate("scrollTo(0, 900)")
    for part in (".tw-nav", ".tw-sidebar"):
        assert top_edge(page.locator(part).first) >= STICKY_TOP


def test_jump_ends_below_the_header_of_the_host(reader: Member) -> None:
    tweets = make_home_tweets(reader, 20)
    page = reader.page
    page.goto(HOME)
    set_sticky_top(page)
    page.evaluate("(id) => location.replace(`#${id}`)", tweets[8].anchor)
    expect(card(page, tweets[8])).to_be_in_viewport()
    assert STICKY_TOP <= top_edge(card(page, tweets[8])) < STICKY_TOP + 30  # and half a line


@pytest.mark.parametrize("has_layout", [True, False])
def test_bar_of_a_short_page_is_at_the_foot_of_a_phone(
    member: Callable[..., Member], settings: Any, has_layout: bool
) -> None:
    if not has_layout:
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]
    page = member(viewport={"width": 390, "height": 844}).page
    page.goto(BOOKMARKS)
    box = page.locator(".tw-nav").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 844


def test_text_has_the_width_of_a_sheet_in_landscape(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.set_viewport_size({"width": 1123, "height": 794})  # A4 at 96 dpi
    page.goto(HOME)
    page.emulate_media(media="print")
    box = card(page, tweet).bounding_box()
    assert box is not None
    assert box["width"] > 500
    expect(page.locator(".tw-nav")).to_be_hidden()


def test_buttons_have_edges_in_forced_colours(reader: Member) -> None:
    page = reader.page
    page.emulate_media(forced_colors="active")
    page.goto(reader.profile.get_absolute_url())
    buttons = page.locator(".tw-button, .tw-primary").filter(visible=True)
    assert buttons.count() > 1
    edges = buttons.evaluate_all(
        """(buttons) => buttons.map((button) => {
            const { borderTopColor, borderTopStyle } = getComputedStyle(button);
            return borderTopStyle !== "none" && borderTopColor !== "rgba(0, 0, 0, 0)";
        })"""
    )
    assert all(edges)


def test_page_without_the_stylesheet_is_readable(
    reader: Member, expects: Callable[..., None]
) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    expects("net::ERR_FAILED")
    page.route("**/tweets.css", lambda route: route.abort())
    for path in (HOME, reader.profile.get_absolute_url(), tweet.get_absolute_url()):
        page.goto(path)
        assert page.evaluate(OVERSIZED) == []
    expect(card(page, tweet).get_by_text("Reply").first).to_be_visible()
    expect(page.get_by_text("Home", exact=True).first).to_be_visible()


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_names_and_handles_in_the_sidebar_start_at_one_edge(
    member: Callable[..., Member], locale: str
) -> None:
    """Whatever the direction of their letters is."""
    page = member("ada", locale=locale, viewport={"width": 1280, "height": 900}).page
    page.goto(HOME)
    edges = page.locator(".tw-people .tw-author").evaluate_all(
        """(people) => people.map((person) => [...person.querySelectorAll("bdi")].map((text) => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const { left, right } = range.getBoundingClientRect();
            return document.dir === "rtl" ? right : left;
        }))"""
    )
    assert len(edges) == 3
    for name, handle in edges:
        assert abs(name - handle) < 2


def test_pictures_have_a_ground_until_they_are_loaded(member: Callable[..., Member]) -> None:
    page = member("ada").page
    page.goto(HOME)
    picture = page.locator("img.tw-avatar").first
    assert picture.evaluate("(img) => getComputedStyle(img).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_current_pictures_leave_room_on_a_phone(member: Callable[..., Member]) -> None:
    """The box to remove the banner stands beside its label."""
    page = member("ada", viewport={"width": 375, "height": 812}).page
    page.goto(reverse("django_tweets:profile_edit"))
    box = page.locator("[name=banner-clear]")
    label = page.locator("label[for=banner-clear_id]")
    assert abs(top_edge(box) - top_edge(label)) < 10

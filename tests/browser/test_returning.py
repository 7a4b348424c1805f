"""Coming back to a page, and lists that load more while the reader scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import (
    HOME,
    card,
    control,
    ids,
    make_home_tweets,
    record_methods,
    wait_for_recorded,
)
from tests.browser.waiting import wait_for_script
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Member

SETTINGS = reverse("django_tweets:settings")


def come_back(page: Page) -> None:
    """Do what a browser does that has kept the page: Playwright's Chromium keeps none."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


class TestKeptPage:
    def test_changes_made_meanwhile_are_shown(self, reader: Member) -> None:
        first, second = make_home_tweets(reader, 2)
        page = reader.page
        page.goto(HOME)
        page.evaluate("window.isSame = true")
        field = page.get_by_label("What’s happening?")
        field.fill("half")
        services.like(reader.profile, first)
        services.follow(make_profile(), reader.profile)
        come_back(page)
        expect(control(page, first, "like").locator("b")).to_have_text("1")
        expect(control(page, first, "like")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".tw-sidebar .tw-counts")).to_contain_text("1 follower")
        expect(card(page, second)).to_have_count(1)
        expect(field).to_have_value("half")
        assert page.evaluate("window.isSame")

    def test_kept_page_of_another_member_is_loaded_again(
        self, reader: Member, member: Callable[..., Member]
    ) -> None:
        make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        other = member()
        origin = page.evaluate("location.origin")
        page.context.add_cookies(
            [
                {"name": cookie["name"], "value": cookie["value"], "url": origin}
                for cookie in other.page.context.cookies()
            ]
        )
        come_back(page)
        expect(page.locator(".tw-current-user")).to_contain_text(f"@{other.profile.handle}")
        expect(page.locator(".tw-list > article")).to_have_count(0)


@pytest.mark.parametrize("has_navigation", [True, False])
def test_grown_list_is_restored_with_what_was_done(reader: Member, has_navigation: bool) -> None:
    """Also in browsers without the Navigation API."""
    tweets = make_home_tweets(reader, 45)
    page = reader.page
    if not has_navigation:
        page.add_init_script("Object.defineProperty(window, 'navigation', { value: undefined })")
    page.goto(HOME)
    for count in (40, 45):
        page.get_by_role("link", name="Show more").click()
        expect(page.locator(".tw-list > article")).to_have_count(count)
    like = control(page, tweets[10], "like")
    like.click()
    expect(like.locator("b")).to_have_text("1")
    top = page.evaluate("scrollY")
    card(page, tweets[10]).locator(".tw-time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweet")
    page.go_back()
    expect(page.locator(".tw-list > article")).to_have_count(45)
    expect(like.locator("b")).to_have_text("1")
    wait_for_script(page, "top => Math.abs(scrollY - top) < 5", arg=top)


class TestScrolling:
    def scroll(self, page: Page) -> None:
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    def test_more_is_loaded_three_times_before_the_foot(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 110)
        page = reader.page
        page.goto(SETTINGS)
        page.get_by_label("Load more while I scroll").check()
        page.reload()
        expect(page.get_by_label("Load more while I scroll")).to_be_checked()
        page.goto(HOME)
        cards = page.locator(".tw-list > article")
        for count in (40, 60, 80):
            self.scroll(page)
            expect(cards).to_have_count(count)
        assert page.evaluate("document.activeElement === document.body")
        self.scroll(page)
        expect(page.get_by_role("contentinfo")).to_be_in_viewport()
        asked = record_methods(page, "before=")
        assert wait_for_recorded(page, asked) == []
        page.get_by_role("link", name="Show more").click()
        expect(card(page, tweets[29])).to_be_focused()
        self.scroll(page)
        expect(cards).to_have_count(110)
        assert ids(page) == [tweet.anchor for tweet in reversed(tweets)]

    def test_show_more_is_the_default(self, reader: Member) -> None:
        make_home_tweets(reader, 25)
        page = reader.page
        page.goto(HOME)
        asked = record_methods(page, "before=")
        self.scroll(page)
        expect(page.get_by_role("link", name="Show more")).to_be_in_viewport()
        assert wait_for_recorded(page, asked) == []

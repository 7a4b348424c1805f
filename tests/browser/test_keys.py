"""The shortcuts of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.page_checks import (
    HOME,
    card,
    control,
    make_home_tweets,
    record_methods,
    wait_for_recorded,
)

if TYPE_CHECKING:
    from tests.browser.conftest import Member


class TestKeys:
    def test_keys_move_through_a_list_and_act(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 3)
        page = reader.page
        page.goto(HOME)
        newest, second, oldest = (card(page, tweet) for tweet in reversed(tweets))
        for key, focused in zip("jjjk", [newest, second, oldest, second], strict=True):
            page.keyboard.press(key)
            expect(focused).to_be_focused()
        page.keyboard.press("l")
        expect(second.locator("[data-action=like]")).to_have_attribute("aria-pressed", "true")
        expect(second.locator("[data-action=like] b")).to_have_text("1")
        page.keyboard.press("b")
        expect(second.locator("[data-action=bookmark]")).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("t")
        expect(second.locator("[data-action=retweet]")).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("j")
        expect(oldest).to_be_focused()
        page.keyboard.press("r")
        expect(page.get_by_role("dialog", name="Reply")).to_be_visible()
        page.keyboard.type("jkl")
        expect(page.get_by_role("dialog").get_by_role("textbox").first).to_have_value("jkl")
        page.keyboard.press("Escape")
        expect(oldest.locator("[data-action=reply]")).to_be_focused()
        page.keyboard.press("k")
        expect(second).to_be_focused()
        page.keyboard.press("n")
        expect(page.get_by_role("textbox").first).to_be_focused()
        expect(page.get_by_role("textbox").first).to_have_value("")

    def test_tweet_keys_do_nothing_without_a_tweet(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        asked = record_methods(page, "/@")
        for key in "rltb":
            page.keyboard.press(key)
        assert wait_for_recorded(page, asked) == []
        expect(control(page, tweet, "like")).to_have_attribute("aria-pressed", "false")

    def test_keys_are_ignored_in_fields(self, reader: Member) -> None:
        page = reader.page
        page.goto(reverse("django_tweets:bookmarks"))
        page.keyboard.press("n")
        dialog = page.get_by_role("dialog", name="Write a tweet")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        expect(page.get_by_role("searchbox")).to_have_value("")

    def test_slash_opens_search_without_a_box(self, reader: Member) -> None:
        page = reader.page
        page.set_viewport_size({"width": 400, "height": 800})
        page.goto(reverse("django_tweets:bookmarks"))
        page.keyboard.press("/")
        page.wait_for_url(f"**{reverse('django_tweets:explore')}**")
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()

    def test_keys_are_listed_and_can_be_turned_off(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(sheet).to_be_visible()
        expect(sheet.locator("kbd")).to_contain_text(["j", "k", "Enter"])
        sheet.get_by_role("checkbox").uncheck()
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        for _ in range(2):
            page.keyboard.press("j")
            expect(card(page, tweet)).not_to_be_focused()
            page.reload()
        page.get_by_role("button", name="Keyboard shortcuts").click()
        expect(sheet.get_by_role("checkbox")).not_to_be_checked()
        sheet.get_by_role("checkbox").check()
        sheet.get_by_role("button", name="Close").click()
        page.keyboard.press("j")
        expect(card(page, tweet)).to_be_focused()

    def test_browser_shortcuts_are_kept(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        for key in ("Control+j", "Meta+l", "Alt+j"):
            page.keyboard.press(key)
        expect(card(page, tweet)).not_to_be_focused()

    def test_host_page_has_no_shortcuts(self, visitor: Page) -> None:
        visitor.goto("/")
        expect(visitor.locator(".tweets .tw-tweet").first).to_be_visible()
        visitor.keyboard.press("j")
        expect(visitor.locator("body")).to_be_focused()

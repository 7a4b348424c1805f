"""Links and forms with scripts on: actions, menus, and tags on a host's page."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from django_tweets import services, signals
from tests.browser.page_checks import (
    HOME,
    HeldRequests,
    card,
    control,
    live_region,
    make_home_tweets,
    open_menu,
    record_methods,
    wait_for_recorded,
)
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Member


class TestVerbs:
    def test_like_is_shown_at_once_and_saved(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        services.like(make_profile(), tweet)
        page = reader.page
        page.goto(HOME)
        page.evaluate("window.isSame = true")
        like = control(page, tweet, "like")
        like.click()
        expect(like).to_have_attribute("aria-pressed", "true")
        expect(like.locator("b")).to_have_text("2")
        expect(like).to_be_focused()
        assert page.evaluate("window.isSame")
        page.reload()
        expect(like).to_have_attribute("aria-pressed", "true")
        like.click()
        expect(like.locator("b")).to_have_text("1")
        expect(like).to_have_attribute("aria-pressed", "false")

    def test_second_click_takes_the_first_back(self, reader: Member) -> None:
        """Although the first is not answered yet."""
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        held = HeldRequests(page, "**/like/")
        like = control(page, tweet, "like")
        like.click()
        expect(like).to_have_attribute("aria-pressed", "true")
        expect(like.locator("b")).to_have_text("1")
        expect(like).to_have_attribute("aria-busy", "true")
        like.click()
        expect(like).to_have_attribute("aria-pressed", "false")
        expect(like.locator("b")).to_have_count(0)
        with page.expect_response("**/unlike/"):
            held.release()
        expect(like).not_to_have_attribute("aria-busy", "true")
        expect(like).to_have_attribute("aria-pressed", "false")
        page.reload()
        expect(like).to_have_attribute("aria-pressed", "false")

    def test_third_click_leaves_the_first(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        asked = record_methods(page, "like/")
        held = HeldRequests(page, "**/like/")
        like = control(page, tweet, "like")
        for state in ("true", "false", "true"):
            like.click()
            expect(like).to_have_attribute("aria-pressed", state)
        held.release()
        expect(like).not_to_have_attribute("aria-busy", "true")
        expect(like.locator("b")).to_have_text("1")
        assert wait_for_recorded(page, asked) == ["POST"]

    def test_action_during_a_request_is_sent_next(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        held = HeldRequests(page, "**/like/")
        like, bookmark = control(page, tweet, "like"), control(page, tweet, "bookmark")
        like.click()
        bookmark.click()
        expect(bookmark).to_have_attribute("aria-pressed", "true")
        menu = open_menu(page, tweet)
        with page.expect_response("**/bookmark/"):
            held.release()
        expect(like.locator("b")).to_have_text("1")
        expect(menu).to_be_visible()
        page.keyboard.press("Escape")
        expect(control(page, tweet, "more")).to_be_focused()
        page.reload()
        for button in (like, bookmark):
            expect(button).to_have_attribute("aria-pressed", "true")

    def test_queued_action_is_sent_when_leaving(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        has_left, is_liked = Event(), Event()

        def hold(**_: object) -> None:
            has_left.wait(10)

        def note(**_: object) -> None:
            is_liked.set()

        page = reader.page
        page.goto(HOME)
        signals.tweet_retweeted.connect(hold)
        signals.tweet_liked.connect(note)
        try:
            control(page, tweet, "retweet").click()
            page.get_by_role("button", name="Retweet").last.click()
            control(page, tweet, "like").click()
            page.goto("/about/")
            assert is_liked.wait(10)
        finally:
            has_left.set()
            signals.tweet_retweeted.disconnect(hold)
            signals.tweet_liked.disconnect(note)

    def test_all_cards_of_a_tweet_change(self, reader: Member) -> None:
        author = make_profile()
        services.retweet(author, make_tweet(author))
        page = reader.page
        page.goto(author.get_absolute_url())
        likes = page.locator(".tw-list [data-action=like]")
        expect(likes).to_have_count(2)
        likes.first.click()
        for like in likes.all():
            expect(like.locator("b")).to_have_text("1")
            expect(like).to_have_attribute("aria-pressed", "true")

    @pytest.mark.parametrize("how", ["status", "network"])
    def test_failed_action_is_announced_and_undone(
        self, reader: Member, expects: Callable[..., None], how: str
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        expects(500, "net::ERR_FAILED")
        page.route(
            "**/like/",
            lambda route: route.fulfill(status=500) if how == "status" else route.abort(),
        )
        like = control(page, tweet, "like")
        like.click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        expect(live_region(page)).to_be_visible()
        expect(like).to_have_attribute("aria-pressed", "false")
        expect(like.locator("b")).to_have_count(0)
        page.unroute("**/like/")
        like.click()
        expect(like.locator("b")).to_have_text("1")

    def test_error_of_the_server_is_announced(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        services.block(tweet.profile, reader.profile)
        expects(404)
        control(page, tweet, "like").click()
        expect(live_region(page)).to_have_text("This no longer exists.")
        expect(control(page, tweet, "like")).to_have_attribute("aria-pressed", "false")

    def test_retweet_is_in_a_menu(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        retweet = control(page, tweet, "retweet")
        menu = card(page, tweet).locator(".tw-popup")
        for name, count, is_pressed in [("Retweet", 1, "true"), ("Undo retweet", 0, "false")]:
            retweet.click()
            expect(retweet).to_have_attribute("aria-expanded", "true")
            expect(menu.get_by_role("button")).to_have_text(name)
            menu.get_by_role("button").click()
            expect(menu).to_be_hidden()
            expect(retweet.locator("b")).to_have_count(count)
            expect(retweet).to_have_attribute("aria-pressed", is_pressed)
            expect(retweet).to_be_focused()

    def test_follow_button_changes(self, reader: Member) -> None:
        somebody = make_profile(display_name="Some Body")
        page = reader.page
        page.goto(somebody.get_absolute_url())
        button = page.locator(".tw-main [data-action=follow]")
        button.click()
        expect(button).to_have_accessible_name("Following Some Body: unfollow")
        expect(button).to_be_focused()
        expect(live_region(page)).to_have_text("You now follow Some Body.")

    def test_mute_from_profile(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        name = tweet.profile.shown_name
        page = reader.page
        page.goto(tweet.profile.get_absolute_url())
        menu = page.locator(".tw-profile .tw-menu")
        for verb, told in [
            ("Mute", f"You have muted {name}."),
            ("Unmute", f"You have unmuted {name}."),
        ]:
            menu.locator("summary").click()
            menu.get_by_text(f"{verb} {name}", exact=True).click()
            expect(live_region(page)).to_contain_text(told)
            expect(menu.locator("summary")).to_be_focused()

    @pytest.mark.parametrize("has_scripts", [True, False])
    def test_visitor_is_sent_to_login(
        self, site: str, new_context: Callable[..., BrowserContext], has_scripts: bool
    ) -> None:
        tweet = make_tweet(make_profile())
        page = new_context(java_script_enabled=has_scripts).new_page()
        page.goto(tweet.get_absolute_url())
        control(page, tweet, "like").click()
        page.wait_for_url("**/log-in/?next=**")


class TestMenus:
    def test_menu_closes_on_other_actions(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        retweet, more = control(page, tweet, "retweet"), control(page, tweet, "more")
        menu = page.locator(".tw-popup")
        retweet.click()
        expect(menu.get_by_role("link", name="Quote")).to_be_visible()
        more.click()
        expect(menu.get_by_role("link", name="Open")).to_be_focused()
        expect(menu).to_have_count(1)
        expect(retweet).to_have_attribute("aria-expanded", "false")
        more.click()
        expect(menu).to_be_hidden()
        more.click()
        page.locator("h1").click()
        expect(menu).to_be_hidden()
        open_menu(page, tweet)
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(more).to_be_focused()

    def test_menu_is_used_with_keys(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        more, menu = control(page, tweet, "more"), page.locator(".tw-popup")
        more.focus()
        page.keyboard.press("Enter")
        items = menu.locator("a, button")
        expect(items.first).to_be_focused()
        for key, focused in [("ArrowUp", -1), ("ArrowDown", 0), ("ArrowDown", 1), ("Home", 0)]:
            page.keyboard.press(key)
            expect(items.nth(focused)).to_be_focused()
        page.keyboard.press("End")
        expect(items.last).to_be_focused()
        expect(items.last).to_contain_class("tw-danger")
        page.keyboard.press("Tab")
        expect(menu).to_be_hidden()

    def test_menu_of_a_profile_is_used_with_keys(self, reader: Member) -> None:
        page = reader.page
        page.goto(make_profile().get_absolute_url())
        menu = page.locator(".tw-profile .tw-menu")
        summary, items = menu.locator("summary"), menu.locator("div > *")
        summary.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(items.first).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(items.last).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(summary).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Tab")
        expect(menu).not_to_have_attribute("open", "")

    @pytest.mark.parametrize("width", [320, 1200])
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_menu_stays_inside_of_the_window(
        self, reader: Member, width: int, language: str
    ) -> None:
        tweets = make_home_tweets(reader, 8)
        page = reader.page
        page.set_extra_http_headers({"Accept-Language": language})
        page.set_viewport_size({"width": width, "height": 500})
        page.goto(HOME)
        for tweet in tweets:
            for action in ("retweet", "more"):
                control(page, tweet, action).click()
                menu = card(page, tweet).locator(".tw-popup")
                expect(menu.locator("a").first).to_be_visible()
                box = menu.bounding_box()
                assert box is not None
                assert 0 <= box["x"] <= width - box["width"]
                assert 0 <= box["y"] <= 500 - box["height"]
                page.keyboard.press("Escape")

    def test_menu_says_at_once_that_it_opens(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        held = HeldRequests(page, "**/menu/")
        control(page, tweet, "more").click()
        menu = card(page, tweet).locator(".tw-popup")
        expect(menu).to_have_text("…")
        held.release()
        expect(menu.get_by_role("link", name="Open")).to_be_focused()

    def test_menu_opens_in_a_card_that_changes(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        held = HeldRequests(page, "**/menus*.js")
        page.goto(HOME)
        control(page, tweet, "more").click()
        control(page, tweet, "like").click()
        expect(control(page, tweet, "like").locator("b")).to_have_text("1")
        held.release()
        expect(page.locator(".tw-popup").get_by_role("link", name="Open")).to_be_focused()

    def test_menu_that_fails_is_announced(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        services.block(tweet.profile, reader.profile)
        expects(404)
        control(page, tweet, "more").click()
        expect(live_region(page)).to_have_text(
            "It may have been deleted, or you may not be allowed to see it."
        )
        expect(page.locator(".tw-popup")).to_be_hidden()
        expect(control(page, tweet, "more")).to_be_focused()

    def test_menu_is_a_page_without_scripts(
        self, site: str, new_context: Callable[..., BrowserContext]
    ) -> None:
        tweet = make_tweet(make_profile(), "with a menu")
        page = new_context(java_script_enabled=False).new_page()
        page.goto(tweet.profile.get_absolute_url())
        control(page, tweet, "more").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Actions")
        page.get_by_role("main").get_by_role("link", name="Open").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tweet")

    def test_link_is_copied(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(HOME)
        open_menu(page, tweet).get_by_role("button", name="Copy link").click()
        expect(live_region(page)).to_have_text("Link copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.evaluate("path => location.origin + path", tweet.get_absolute_url())


def test_widget_works_on_a_host_page(reader: Member) -> None:
    page = reader.page
    page.goto("/")
    like = page.locator("[data-action=like]").first
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    reply = page.locator("[data-action=reply]").first
    reply.click()
    dialog = page.get_by_role("dialog", name="Reply")
    dialog.get_by_role("textbox").first.fill("See you there.")
    dialog.get_by_role("button", name="Reply").click()
    expect(live_region(page)).to_have_text("Your tweet has been published. View")
    expect(reply).to_be_focused()
    assert page.evaluate("location.pathname") == "/"


def test_script_loaded_twice_runs_once(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    source = page.locator("script[src*='tweets.js']").first.get_attribute("src")
    page.evaluate("source => import(`${source}?again`)", source)
    asked = record_methods(page, "like/")
    like = control(page, tweet, "like")
    like.click()
    expect(like.locator("b")).to_have_text("1")
    assert asked == ["POST"]

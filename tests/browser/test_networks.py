"""A slow network, none, and one on which somebody has signed in again in another tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_tweet_model, services
from tests.browser import actions
from tests.browser.page_checks import (
    HOME,
    HeldRequests,
    control,
    live_region,
    make_home_tweets,
    press_retweet,
    record_methods,
    sign_in,
    wait_for_recorded,
)
from tests.factories import make_profile, make_tweet, make_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member

COMPOSE = reverse("django_tweets:tweet_create")
OFFLINE = "You are offline. Your text is kept on this device."


def expect_busy(control: Locator, is_busy: bool = True) -> None:
    if is_busy:
        expect(control).to_have_attribute("aria-busy", "true")
    else:
        expect(control).not_to_have_attribute("aria-busy", "true")


class TestSlow:
    """State of a control while its request waits for an answer."""

    def test_controls_of_a_card(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        services.like(make_profile(), tweet)
        page = reader.page
        page.goto(HOME)
        held = HeldRequests(page, "**/like/")
        like, bookmark = control(page, tweet, "like"), control(page, tweet, "bookmark")
        like.click()
        expect_busy(like)
        expect(like.locator("b")).to_have_text("2")
        bookmark.click()
        expect_busy(bookmark)
        expect(bookmark).to_have_attribute("aria-pressed", "true")
        retweet = control(page, tweet, "retweet")
        press_retweet(page, tweet)
        expect(retweet.locator("b")).to_have_text("1")
        expect(retweet).to_have_attribute("aria-pressed", "true")
        held.release()
        expect(retweet).to_have_attribute("formaction", re.compile("unretweet"))  # the last answer
        expect(retweet.locator("b")).to_have_text("1")
        for button in (like, bookmark):
            expect(button).to_have_attribute("aria-pressed", "true")
        page.goto(tweet.get_absolute_url())
        for button in (like, bookmark):
            expect(button).to_have_attribute("aria-pressed", "true")
        expect(retweet.locator("b")).to_have_text("1")

    def test_answer_does_not_take_back_what_is_sent_next(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        likes = HeldRequests(page, "**/like/")
        bookmarks = HeldRequests(page, "**/bookmark/")
        like, bookmark = control(page, tweet, "like"), control(page, tweet, "bookmark")
        like.click()
        bookmark.click()
        with page.expect_request("**/bookmark/"):
            likes.release()
        expect_busy(like, False)
        expect(bookmark).to_have_attribute("aria-pressed", "true")
        bookmarks.release()
        expect(bookmark).to_have_attribute("formaction", re.compile("unbookmark"))  # the answer
        page.reload()
        expect(bookmark).to_have_attribute("aria-pressed", "true")

    def test_answer_while_the_mouse_is_down_does_not_take_the_click(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        likes = HeldRequests(page, "**/like/")
        like, bookmark = control(page, tweet, "like"), control(page, tweet, "bookmark")
        like.click()
        bookmark.hover()
        page.mouse.down()
        with page.expect_response("**/like/"):
            likes.release()
        page.mouse.up()
        expect(bookmark).to_have_attribute("formaction", re.compile("unbookmark"))  # the answer
        for button in (like, bookmark):
            expect(button).to_have_attribute("aria-pressed", "true")

    @pytest.mark.parametrize("count", [0, 1])
    def test_failed_retweet_is_rolled_back(
        self, reader: Member, expects: Callable[..., None], count: int
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        if count:
            services.retweet(make_profile(), tweet)
        page = reader.page
        page.goto(HOME)
        expects(500)
        page.route("**/retweet/", lambda route: route.fulfill(status=500))
        retweet = control(page, tweet, "retweet")
        press_retweet(page, tweet)
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        expect(retweet).to_have_attribute("aria-pressed", "false")
        expect(retweet.locator("b")).to_have_text(["1"] if count else [])

    def test_buttons_and_links(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 25)
        page = reader.page
        page.goto(HOME)
        more, reply = page.get_by_role("link", name="Show more"), control(page, tweets[-1], "reply")
        for link, pattern in [(more, "**/?before=*"), (reply, "**/reply/")]:
            held = HeldRequests(page, pattern)
            link.click()
            expect_busy(link)
            held.release()
            expect(link.and_(page.locator("[aria-busy]"))).to_have_count(0)
        expect(page.get_by_role("dialog", name="Reply")).to_be_visible()
        page.keyboard.press("Escape")
        page.goto(make_profile().get_absolute_url())
        held = HeldRequests(page, "**/follow/")
        follow = page.locator(".tw-profile [data-action=follow]")
        follow.click()
        expect_busy(follow)
        held.release()
        expect_busy(follow, False)

    def test_text_is_not_changed_while_it_is_sent(self, reader: Member) -> None:
        page = reader.page
        page.goto(HOME)
        field = page.get_by_label("What’s happening?")
        field.fill("Sent.")
        held = HeldRequests(page, f"**{COMPOSE}")
        send = page.get_by_role("button", name="Publish")
        send.click()
        expect_busy(send)
        expect(field).not_to_be_editable()
        held.release()
        expect(field).to_be_editable()
        expect(field).to_have_value("")
        expect_busy(send, False)


class TestToken:
    def renew(self, page: Page, user: object) -> None:
        other = page.context.new_page()
        other.goto("/about/")
        other.get_by_role("button", name="Log out").click()
        sign_in(other, user)
        other.close()

    def test_action_is_repeated_with_the_new_token(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        self.renew(page, reader.profile.user)
        asked = record_methods(page, "like/")
        expects(403)
        like = control(page, tweet, "like")
        like.click()
        expect(like.locator("b")).to_have_text("1")
        expect_busy(like, False)
        expect(live_region(page)).to_be_empty()
        like.click()  # the new token stays
        expect_busy(like, False)
        expect(like.locator("b")).to_have_count(0)
        assert wait_for_recorded(page, asked) == ["POST", "POST", "POST"]
        page.get_by_label("What’s happening?").fill("Still here.")
        page.get_by_role("button", name="Publish").click()
        expect(page.locator(".tw-list > article").first).to_contain_text("Still here.")

    def test_action_is_repeated_once(self, reader: Member, expects: Callable[..., None]) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        asked = record_methods(page, "like/")
        expects(403)
        page.route("**/like/", lambda route: route.fulfill(status=403))
        control(page, tweet, "like").click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        assert wait_for_recorded(page, asked) == ["POST", "POST"]

    def test_action_is_not_repeated_for_another_member(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        self.renew(page, make_user())
        expects(403)
        control(page, tweet, "like").click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        tweet.refresh_from_db()
        assert tweet.like_count == 0


class TestOffline:
    @pytest.fixture
    def page(self, reader: Member, expects: Callable[..., None]) -> Page:
        """A profile with a tweet, without a network; it has no composer of its own."""
        author = make_profile()
        make_tweet(author, "Written before.")
        page = reader.page
        page.goto(author.get_absolute_url())
        actions.wait_for_modules(page, "composer", "menus")
        expects("net::ERR_INTERNET_DISCONNECTED")
        page.context.set_offline(True)
        return page

    @pytest.mark.parametrize("action", ["compose", "reply", "quote"])
    def test_form_opens_and_is_sent_later(self, page: Page, reader: Member, action: str) -> None:
        url = page.url
        link = page.locator(f"[data-action={action}]").first
        if action == "quote":
            page.locator("article [data-action=retweet]").first.click()
        label = str(link.text_content()).strip()
        link.click()
        dialog = page.get_by_role("dialog", name=label)
        field = dialog.get_by_role("textbox", name=label)
        expect(field).to_be_focused()
        expect(dialog).to_contain_text(OFFLINE)
        field.fill("Written offline.")
        expect(dialog.locator(".tw-character-count")).to_contain_text("264")
        dialog.get_by_role("button", name=label).click()
        expect(dialog.locator(".tw-live-region")).to_have_text(OFFLINE)
        page.keyboard.press("Escape")
        link.click() if action != "quote" else link.evaluate("link => link.click()")
        expect(field).to_have_value("Written offline.")
        page.context.set_offline(False)
        dialog.get_by_role("button", name=label).click()
        expect(dialog).to_have_count(0)
        expect(live_region(page)).to_contain_text("Your tweet has been published.")
        assert page.url == url
        (tweet,) = get_tweet_model().objects.filter(profile=reader.profile)
        assert (tweet.in_reply_to_id is not None) == (action == "reply")
        assert (tweet.quote_of_id is not None) == (action == "quote")

    def test_nothing_is_announced_to_a_resting_pointer(self, page: Page) -> None:
        with page.expect_event("requestfailed"):
            page.locator("[data-action=reply]").first.hover()
        actions.load_in_vain(page, "hovercards")
        expect(live_region(page)).to_be_empty()

    def test_action_is_announced_and_undone(self, page: Page) -> None:
        like = page.locator("[data-action=like]").first
        like.click()
        expect(live_region(page)).to_have_text(OFFLINE)
        expect(like).to_have_attribute("aria-pressed", "false")

    def test_link_before_the_composer_is_loaded_leads_nowhere(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        page = reader.page
        expects("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
        page.route("**/composer.js", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            page.goto(HOME)
        page.context.set_offline(True)
        page.locator(".tw-nav [data-action=compose]").click()
        expect(live_region(page)).to_have_text(OFFLINE)
        assert page.url.endswith(HOME)

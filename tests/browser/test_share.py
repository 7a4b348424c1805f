"""Share a tweet, in a dialog and on a page: copy, and the share sheet of a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from django_tweets import services
from tests.browser.axe import findings
from tests.browser.page_checks import HOME, control, live_region, make_home_tweets, open_menu
from tests.browser.waiting import wait_for_script
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from playwright.sync_api import Page

    from tests.browser.conftest import Member


def test_link_and_code_can_be_copied(new_context: Callable[..., Any], base_url: str) -> None:
    tweet = make_tweet(make_profile(), "Share me")
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{tweet.get_absolute_url()}share/")
    expect(page.get_by_role("button", name="Share with an app")).to_be_hidden()
    page.get_by_role("button", name="Copy link").click()
    expect(live_region(page)).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{base_url}{tweet.get_absolute_url()}"
    page.get_by_role("button", name="Copy code").click()
    expect(live_region(page)).to_have_text("Code copied.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")


class TestDialog:
    def test_share_dialog_opens_from_the_menu_of_a_card(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(HOME)
        open_menu(page, tweet).get_by_role("link", name="Share or embed").click()
        dialog = page.get_by_role("dialog", name="Share a tweet")
        expect(dialog.get_by_label("Link", exact=True)).to_be_focused()
        expect(dialog.get_by_role("button", name="Share with an app")).to_be_hidden()
        dialog.get_by_role("button", name="Copy code").click()
        expect(dialog.get_by_role("status")).to_have_text("Code copied.")
        assert tweet.anchor[1:] in page.evaluate("navigator.clipboard.readText()")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(control(page, tweet, "more")).to_be_focused()
        assert page.evaluate("location.pathname") == HOME

    def test_visitor_opens_it_on_the_page_of_a_tweet(self, visitor: Page) -> None:
        visitor.goto(make_tweet(make_profile(), "Share me").get_absolute_url())
        link = visitor.get_by_role("link", name="Share or embed")
        link.click()
        dialog = visitor.get_by_role("dialog", name="Share a tweet")
        expect(dialog.get_by_label("Code for another site")).to_be_visible()
        assert findings(visitor, "dialog") == []
        dialog.get_by_role("button", name="Close").click()
        expect(link).to_be_focused()

    def test_phone_hands_the_link_to_an_app(
        self, new_context: Callable[..., Any], base_url: str
    ) -> None:
        tweet = make_tweet(make_profile(), "Share me")
        page = new_context(has_touch=True, is_mobile=True).new_page()
        page.add_init_script("navigator.share = async (data) => { window.shared = data; };")
        page.goto(tweet.get_absolute_url())
        page.get_by_role("link", name="Share or embed").tap()
        page.get_by_role("button", name="Share with an app").tap()
        wait_for_script(page, "window.shared")
        assert page.evaluate("window.shared") == {"url": f"{base_url}{tweet.get_absolute_url()}"}

    def test_tweet_that_is_not_public_has_no_code(self, reader: Member) -> None:
        tweet = services.publish(reader.profile, "For us", visibility="followers")
        reader.page.goto(tweet.get_absolute_url())
        reader.page.get_by_role("link", name="Share or embed").click()
        dialog = reader.page.get_by_role("dialog", name="Share a tweet")
        expect(dialog.get_by_label("Link", exact=True)).to_be_focused()
        expect(dialog).to_contain_text("Only public tweets can be shown on another site.")


def test_phone_hands_the_link_to_an_app(new_context: Callable[..., Any], base_url: str) -> None:
    tweet = make_tweet(make_profile(), "Share me")
    page = new_context(has_touch=True, is_mobile=True).new_page()
    page.add_init_script("navigator.share = async (data) => { window.shared = data; };")
    page.goto(f"{tweet.get_absolute_url()}share/")
    page.get_by_role("button", name="Share with an app").tap()
    wait_for_script(page, "window.shared")
    assert page.evaluate("window.shared") == {"url": f"{base_url}{tweet.get_absolute_url()}"}


def test_refused_copy_selects_the_text(new_context: Callable[..., Any]) -> None:
    page = new_context().new_page()
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowed'));"
    )
    page.goto(f"{make_tweet(make_profile(), 'Share me').get_absolute_url()}share/")
    page.get_by_role("button", name="Copy link").click()
    expect(live_region(page)).to_have_text("Something went wrong. Try again.")
    expect(page.get_by_label("Link", exact=True)).to_be_focused()


def test_page_without_scripts_shows_link_and_code(new_context: Callable[..., Any]) -> None:
    tweet = make_tweet(make_profile(), "Share me")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{tweet.get_absolute_url()}share/")
    expect(page.get_by_label("Link", exact=True)).to_be_visible()
    expect(page.get_by_label("Code for another site")).to_be_visible()
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()

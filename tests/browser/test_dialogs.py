"""Writing in a dialog, and the focus after it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.page_checks import (
    HOME,
    HeldRequests,
    card,
    control,
    live_region,
    make_home_tweets,
    open_menu,
)
from tests.factories import make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member


def test_reply_is_sent_from_a_dialog(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    link = control(page, tweet, "reply")
    link.click()
    dialog = page.get_by_role("dialog", name="Reply")
    field = dialog.get_by_role("textbox", name="Your reply")
    expect(field).to_be_focused()
    page.keyboard.type("So it is.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    expect(field).to_have_value("So it is.")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(live_region(page)).to_have_text("Your tweet has been published. View")
    expect(link.locator("b")).to_have_text("1")
    expect(link).to_be_focused()
    page.goto(tweet.get_absolute_url())
    expect(page.get_by_text("So it is.")).to_be_visible()


def test_dialog_survives_a_replaced_link(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    likes, replies = HeldRequests(page, "**/like/"), HeldRequests(page, "**/reply/")
    control(page, tweet, "like").click()
    with page.expect_request("**/reply/"):
        control(page, tweet, "reply").click()
    likes.release()
    expect(control(page, tweet, "like").locator("b")).to_have_text("1")
    replies.release()
    expect(page.get_by_role("dialog", name="Reply")).to_be_visible()
    page.keyboard.press("Escape")
    expect(control(page, tweet, "reply")).to_be_focused()


def test_dialog_can_close_before_the_response(reader: Member) -> None:
    first, second = make_home_tweets(reader, 2)
    page = reader.page
    page.goto(HOME)
    page.evaluate("window.isSame = true")
    dialog = page.get_by_role("dialog", name="Reply")
    control(page, first, "reply").click()
    dialog.get_by_role("textbox").first.fill("Sent.")
    held = HeldRequests(page, f"**{first.get_absolute_url()}reply/")
    with page.expect_request("**/reply/"):
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    control(page, second, "reply").click()
    field = dialog.get_by_role("textbox").first
    field.fill("Not sent yet.")
    held.release()
    expect(control(page, first, "reply").locator("b")).to_have_text("1")
    expect(field).to_be_focused()
    expect(field).to_have_value("Not sent yet.")
    assert page.evaluate("window.isSame")


def test_error_is_announced_after_the_dialog_is_closed(
    reader: Member, expects: Callable[..., None]
) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    dialog = page.get_by_role("dialog", name="Reply")
    control(page, tweet, "reply").click()
    dialog.get_by_role("textbox").first.fill("too long " * 40)
    held = HeldRequests(page, "**/reply/")
    expects(422)
    with page.expect_request("**/reply/"):
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    held.release()
    expect(live_region(page)).to_contain_text("too long")


def test_quote_is_opened_from_a_menu(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    retweet = control(page, tweet, "retweet")
    retweet.click()
    control(page, tweet, "quote").click()
    dialog = page.get_by_role("dialog", name="Quote")
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    dialog.get_by_role("button", name="Close").click()
    expect(retweet).to_be_focused()
    retweet.click()
    control(page, tweet, "quote").click()
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type("Look at this.")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.locator(".tw-list > article").first).to_contain_text("Look at this.")


def test_edited_tweet_replaces_its_card(reader: Member) -> None:
    tweet = make_tweet(reader.profile, "once")
    page = reader.page
    page.goto(HOME)
    open_menu(page, tweet).get_by_role("link", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit tweet")
    expect(dialog.get_by_role("textbox").first).to_have_value("once")
    dialog.get_by_role("textbox").first.fill("first")
    dialog.get_by_role("button", name="Save").click()
    expect(card(page, tweet)).to_contain_text("first")
    expect(card(page, tweet)).to_contain_text("edited")
    expect(card(page, tweet)).to_be_focused()


def test_errors_are_shown_in_the_dialog(reader: Member, expects: Callable[..., None]) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    control(page, tweet, "reply").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("textbox", name="Your reply")
    field.fill("too long " * 40)
    expects(422)
    dialog.get_by_role("button", name="Reply").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("too long " * 40)
    assert page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)") == (
        page.evaluate("[...new Set([...document.querySelectorAll('[id]')].map(n => n.id))]")
    )


@pytest.mark.parametrize("status", [404, 500])
def test_failed_dialog_follows_the_link(
    reader: Member, expects: Callable[..., None], status: int
) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    expects(status)
    page.route(
        "**/reply/",
        lambda route: (
            route.fulfill(status=status)
            if "x-tweets-fragment" in route.request.headers
            else route.continue_()
        ),
    )
    control(page, tweet, "reply").click()
    page.wait_for_url("**/reply/")


def test_link_and_form_work_without_the_module(
    reader: Member, expects: Callable[..., None]
) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    expects("net::ERR_FAILED")
    page.route("**/composer.js", lambda route: route.abort())
    page.goto(HOME)
    control(page, tweet, "reply").click()
    page.wait_for_url("**/reply/")
    page.get_by_role("textbox", name="Your reply").fill("See you there.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("See you there.")).to_be_visible()
    assert not page.url.endswith("/reply/")

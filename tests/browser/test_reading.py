"""Reading: cards that open their conversation, folded texts and bylines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import HOME, card, control, make_home_tweets, open_menu
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Tweet


def text_of(page: Page, tweet: Tweet) -> Locator:
    return card(page, tweet).locator("> .tw-text")


class TestOpening:
    def test_click_on_text_opens_the_conversation(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        text_of(page, tweet).click()
        page.wait_for_url(f"**{tweet.get_absolute_url()}")

    def test_click_on_empty_space_opens_the_conversation(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        card(page, tweet).click(position={"x": 20, "y": 75})  # below the avatar
        page.wait_for_url(f"**{tweet.get_absolute_url()}")

    def test_touch_opens_the_conversation(self, member: Callable[..., Member]) -> None:
        reader = member(has_touch=True)
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        text_of(page, tweet).tap()
        page.wait_for_url(f"**{tweet.get_absolute_url()}")

    def test_click_on_a_quote_opens_the_quoted_tweet(self, reader: Member) -> None:
        (quoted,) = make_home_tweets(reader)
        quoting = services.publish(quoted.profile, "look", quote_of=quoted)
        page = reader.page
        page.goto(HOME)
        card(page, quoting).locator(".tw-quote .tw-text").click()
        page.wait_for_url(f"**{quoted.get_absolute_url()}")

    @pytest.mark.parametrize(
        "options", [{"button": "middle"}, {"modifiers": ["Control"]}], ids=["middle", "control"]
    )
    def test_middle_and_control_click_open_a_tab(
        self, reader: Member, options: dict[str, Any]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        with page.context.expect_page() as tab:
            text_of(page, tweet).click(**options)
        tab.value.wait_for_url(f"**{tweet.get_absolute_url()}")
        expect(page).to_have_url(re.compile(f"{HOME}$"))

    def test_enter_opens_the_chosen_card(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 2)
        page = reader.page
        page.goto(HOME)
        for _ in tweets:
            page.keyboard.press("j")
        expect(card(page, tweets[0])).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{tweets[0].get_absolute_url()}")

    def test_selecting_text_opens_nothing(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        text_of(page, tweet).hover()
        box = text_of(page, tweet).bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 2, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + 40, middle, steps=4)
        page.mouse.up()
        assert page.evaluate("getSelection().toString()")
        assert_still_at(page, HOME)

    def test_controls_and_links_keep_their_meaning(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        card(page, tweet).locator("[data-action=like]").click()
        expect(card(page, tweet).locator("[data-action=like] b")).to_have_text("1")
        menu = open_menu(page, tweet)
        menu.click(position={"x": 2, "y": 2})
        page.keyboard.press("Escape")
        assert_still_at(page, HOME)
        card(page, tweet).locator(".tw-author").click()
        page.wait_for_url(f"**{tweet.profile.get_absolute_url()}")

    def test_opened_tweet_is_not_opened_again(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(tweet.get_absolute_url())
        page.evaluate("window.isSame = true")
        text_of(page, tweet).click()
        assert_still_at(page, tweet.get_absolute_url())
        assert page.evaluate("window.isSame")

    def test_without_scripts_the_menu_opens_the_conversation(
        self, member: Callable[..., Member]
    ) -> None:
        reader = member(java_script_enabled=False)
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        control(page, tweet, "more").click()
        page.get_by_role("link", name="Open").click()
        page.wait_for_url(f"**{tweet.get_absolute_url()}")


NAMES = {
    "long": "W" * 50,
    "words": "The Right Honourable Augusta Ada King of Lovelace",
    "no-break spaces": f"a{chr(0xA0) * 38}b",
    "emoji": chr(0x1F469) * 50,
}
IS_WHOLE = """handle => {
    const card = handle.closest(".tw-tweet, .tw-card").getBoundingClientRect();
    const own = handle.getBoundingClientRect();
    const name = handle.closest(".tw-author").querySelector(".tw-name").getBoundingClientRect();
    const isBeside = own.left >= name.right || own.right <= name.left || own.top >= name.bottom;
    const seen = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
    return {
        isInCard: own.left >= card.left && own.right <= card.right,
        isUncut: handle.scrollWidth <= handle.clientWidth + 1,
        isBeside,
        isOnTop: seen === handle,
        hasName: name.width > 8,
    };
}"""


class TestHandles:
    """A handle tells who somebody is: anybody can have any name."""

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("width", [320, 390, 1280])
    @pytest.mark.parametrize("handle_length", [6, 20])
    def test_handle_is_whole_beside_any_name(
        self, reader: Member, name: str, width: int, handle_length: int
    ) -> None:
        handle = f"m{make_profile().user_id}".ljust(handle_length, "m")
        author = make_profile(handle, display_name=NAMES[name])
        quoted = make_tweet(author, "quoted")
        services.follow(reader.profile, author)
        tweet = services.publish(author, "look", quote_of=quoted)
        page = reader.page
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(HOME)
        for handle_of in (
            card(page, tweet).locator("> .tw-byline .tw-handle"),
            card(page, tweet).locator(".tw-quote .tw-handle"),
        ):
            handle_of.scroll_into_view_if_needed()
            facts = handle_of.evaluate(IS_WHOLE)
            assert [fact for fact, is_so in facts.items() if not is_so] == []
        page.goto(reverse("django_tweets:following", args=[reader.profile.handle]))
        facts = page.locator(".tw-main .tw-card .tw-handle").evaluate(IS_WHOLE)
        assert [fact for fact, is_so in facts.items() if not is_so] == []

    def test_name_shrinks_first_on_a_phone(self, reader: Member) -> None:
        """On one line with the handle and the time, as far as there is room for both."""
        author = make_profile(display_name="Augusta Ada King of Lovelace")
        services.follow(reader.profile, author)
        tweet = make_tweet(author)
        page = reader.page
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(HOME)
        byline = card(page, tweet).locator(".tw-byline")
        assert byline.evaluate("node => node.offsetHeight") < 40
        assert byline.locator(".tw-name").evaluate("name => name.scrollWidth > name.clientWidth")


def test_marks_are_drawn_inside_their_card_only(reader: Member) -> None:
    """Also more of them than a text may have."""
    friend = make_profile(display_name="Grace")
    services.follow(reader.profile, friend)
    below = make_tweet(friend, "below")
    marked = services.publish(make_profile(display_name="Ada"), "hello", content_warning="tea")
    marked = services.retweet(friend, marked)
    above = make_tweet(friend, "above")
    page = reader.page
    page.set_viewport_size({"width": 600, "height": 1600})
    page.goto(HOME)
    card(page, marked).locator(".tw-warning summary").click()
    page.mouse.move(0, 0)
    before = [card(page, tweet).screenshot(animations="disabled") for tweet in (above, below)]
    card(page, marked).evaluate(
        """(card) => {
            const marks = String.fromCodePoint(0x30d, 0x316, 0x342).repeat(60);
            for (const node of card.querySelectorAll("bdi, summary[dir], .tw-text"))
                node.append(marks);
        }"""
    )
    after = [card(page, tweet).screenshot(animations="disabled") for tweet in (above, below)]
    assert after == before


def assert_still_at(page: Page, path: str) -> None:
    """Assert that the page has not been left, when its module has handled all earlier events."""
    page.evaluate(
        """async () => {
            const script = document.querySelector("script.tw-script");
            await import(script.dataset.reading);
            await new Promise((resolve) => setTimeout(resolve));
        }"""
    )
    expect(page).to_have_url(re.compile(f"{path}$"))

"""Messages of the script, and where they and the menus are on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import HOME, card, control, live_region, make_home_tweets, top_edge
from tests.browser.waiting import wait_for_script
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.conftest import Member

PHONE = {"width": 390, "height": 700}

# Whether the middle of each item of the menu is seen, and not what lies over it.
IS_SEEN = """menu => [...menu.querySelectorAll("a, button")].every(item => {
    const { left, right, top, bottom } = item.getBoundingClientRect();
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return item.contains(seen);
})"""


def is_inside(box: Locator) -> bool:
    script = """box => {
        const { left, right, top, bottom } = box.getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
    }"""
    return bool(box.evaluate(script))


class TestMessages:
    def test_message_leads_to_the_new_tweet(self, reader: Member) -> None:
        page = reader.page
        page.goto(HOME)
        page.get_by_label("What’s happening?").fill("Look at this.")
        page.get_by_role("button", name="Publish").click()
        live_region(page).get_by_role("link", name="View").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tweet")
        expect(page.get_by_text("Look at this.")).to_be_visible()

    def test_messages_come_one_at_a_time_and_push_nothing(self, reader: Member) -> None:
        somebody = make_profile(display_name="Some Body")
        page = reader.page
        page.goto(somebody.get_absolute_url())
        follow = page.locator(".tw-profile [data-action=follow]")
        before = top_edge(follow), top_edge(page.locator(".tw-sidebar"))
        follow.click()
        expect(live_region(page)).to_have_text("You now follow Some Body.")
        follow.click()
        expect(live_region(page)).to_have_text("You no longer follow Some Body.")
        assert (top_edge(follow), top_edge(page.locator(".tw-sidebar"))) == before
        shown = page.locator(".tw-live-region:not(:empty)")
        expect(shown).to_have_count(1)

    def test_message_stays_while_it_is_pointed_at(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.goto(tweet.profile.get_absolute_url())
        page.locator(".tw-profile [data-action=follow]").click()
        expect(live_region(page)).to_be_visible()
        live_region(page).hover()
        page.clock.fast_forward(20_000)
        expect(live_region(page)).to_be_visible()
        page.mouse.move(0, 0)
        page.clock.fast_forward(20_000)
        expect(live_region(page)).to_be_empty()

    def test_error_goes_when_it_is_mended(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        expects(500)
        page.route("**/like/", lambda route: route.fulfill(status=500))
        like = control(page, tweet, "like")
        like.click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        page.unroute("**/like/")
        like.click()
        expect(live_region(page)).to_be_empty()

    def test_error_in_the_composer_goes_when_the_text_is_mended(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        page = reader.page
        page.goto(HOME)
        field, errors = page.get_by_label("What’s happening?"), page.locator(".errorlist")
        field.fill("too long " * 40)
        expects(422)
        page.get_by_role("button", name="Publish").click()
        expect(errors).to_be_visible()
        field.fill("too long " * 39)
        expect(errors).to_be_visible()
        field.fill("short")
        expect(errors).to_have_count(0)
        expect(field).not_to_have_attribute("aria-invalid", "true")


class TestMenus:
    @pytest.mark.parametrize("lang", ["en", "ar"])
    def test_menu_flips_to_fit_the_window(self, member: Callable[..., Member], lang: str) -> None:
        reader = member(viewport=PHONE, locale=lang)
        (tweet,) = make_home_tweets(reader)
        # A short name: with a long one, the menu is higher than the room above it.
        services.update_profile(tweet.profile, display_name="Ana")
        for _ in range(12):
            make_tweet(tweet.profile)
        page = reader.page
        page.goto(tweet.profile.get_absolute_url())
        menu = page.locator(".tw-profile .tw-menu")
        summary, items = menu.locator("summary"), menu.locator("> div")
        for is_up in (False, True):
            if is_up:  # measured when the script has run, which moves what is above
                place = summary.bounding_box()
                assert place is not None
                height = int(place["y"] + place["height"]) + 20
                page.set_viewport_size({"width": PHONE["width"], "height": height})
            # By keyboard: a click would scroll a summary that the bar at the bottom covers.
            summary.press("Enter")
            expect(items).to_be_visible()
            wait_for_script(
                page,
                "([menu, isUp]) => menu.classList.contains('tw-up') === isUp",
                arg=[menu.element_handle(), is_up],
            )
            assert is_inside(items)
            page.keyboard.press("Escape")

    def test_message_covers_no_menu(self, member: Callable[..., Member]) -> None:
        reader = member(viewport=PHONE)
        tweets = make_home_tweets(reader, 12)
        page = reader.page
        page.goto(HOME)
        page.evaluate(
            "import(document.querySelector('script.tw-script').src).then("
            "({ announce }) => announce('A message that is as wide as the screen. '.repeat(4)))"
        )
        expect(live_region(page)).to_be_visible()
        more = control(page, tweets[5], "more")
        for block in ("start", "center", "end"):
            more.evaluate("(node, block) => node.scrollIntoView({ block })", block)
            more.press("Enter")
            menu = card(page, tweets[5]).locator(".tw-popup")
            expect(menu.locator("a").first).to_be_visible()
            assert menu.evaluate(IS_SEEN)
            page.keyboard.press("Escape")
            expect(menu).to_be_hidden()


class TestResting:
    def test_pressed_button_shows_its_state_under_the_pointer(self, reader: Member) -> None:
        somebody = make_profile(display_name="Some Body")
        page = reader.page
        page.goto(somebody.get_absolute_url())
        follow = page.locator(".tw-profile [data-action=follow]")
        follow.click()
        state, offer = follow.locator(".tw-state-label"), follow.locator(".tw-hover-label")
        expect(state).to_be_visible()
        expect(offer).to_be_hidden()
        resting = follow.evaluate("button => getComputedStyle(button).color")
        page.mouse.move(0, 0)
        expect(state).to_be_visible()
        assert follow.evaluate("button => getComputedStyle(button).color") == resting
        follow.hover()
        expect(offer).to_be_visible()
        expect(state).to_be_hidden()
        assert follow.evaluate("button => getComputedStyle(button).color") != resting

    def test_key_shows_the_state_until_the_focus_moves(self, reader: Member) -> None:
        somebody = make_profile(display_name="Some Body")
        page = reader.page
        page.goto(somebody.get_absolute_url())
        follow = page.locator(".tw-profile [data-action=follow]")
        follow.press("Enter")
        expect(follow.locator(".tw-state-label")).to_be_visible()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(follow).to_be_focused()
        expect(follow.locator(".tw-hover-label")).to_be_visible()

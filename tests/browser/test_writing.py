"""The composer: nothing that somebody has typed is lost, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from django_tweets import get_tweet_model, services
from tests.browser import actions
from tests.browser.actions import end_session, leave, sign_in
from tests.browser.page_checks import HOME, live_region
from tests.browser.waiting import wait_for_script
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Route

    from tests.browser.conftest import Member

COMPOSE = reverse("django_tweets:tweet_create")
TOO_LONG = "too long " * 40


@pytest.fixture
def writer(member: Callable[..., Member]) -> Member:
    """A new member whose browser shows home."""
    writer = member()
    writer.page.goto(HOME)
    return writer


def field(page: Page) -> Locator:
    return page.locator(".tw-composer [name=content]").first


def send(page: Page) -> Locator:
    return page.locator(".tw-composer [type=submit]").first


def cards(page: Page) -> Locator:
    return page.locator(".tw-list > article")


def written(writer: Member) -> list[str]:
    tweets = get_tweet_model().objects.visible_to(writer.profile).filter(profile=writer.profile)
    return list(tweets.order_by("pk").values_list("content", flat=True))


class TestSending:
    def test_new_tweet_is_on_top(self, writer: Member) -> None:
        page = writer.page
        expect(page.locator(".tw-list .tw-empty")).to_be_visible()
        for count, text in enumerate(["first", "second"], 1):
            field(page).fill(text)
            send(page).click()
            expect(cards(page)).to_have_count(count)
            expect(cards(page).first).to_contain_text(text)
            expect(field(page)).to_have_value("")
            expect(field(page)).to_be_focused()
            expect(live_region(page)).to_have_text("Your tweet has been published. View")
        expect(page.locator(".tw-list .tw-empty")).to_have_count(0)
        assert written(writer) == ["first", "second"]
        page.reload()
        expect(field(page)).to_have_value("")
        expect(cards(page)).to_have_count(2)

    @pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
    def test_tweet_is_sent_by_keyboard(self, writer: Member, key: str) -> None:
        page = writer.page
        field(page).focus()
        page.keyboard.type("typed")
        page.keyboard.press(key)
        expect(cards(page)).to_have_count(1)

    def test_repeated_click_sends_once(self, writer: Member) -> None:
        page = writer.page
        routes: list[Any] = []
        page.route("**/compose/", lambda route: routes.append(route))  # noqa: PLW0108 - its arity counts
        field(page).fill("once")
        send(page).dblclick()
        expect(send(page)).to_have_attribute("aria-disabled", "true")
        page.keyboard.press("Control+Enter")
        for route in routes:
            route.continue_()
        expect(cards(page)).to_have_count(1)
        expect(send(page)).not_to_have_attribute("aria-disabled", "true")
        assert written(writer) == ["once"]

    def test_page_without_list_goes_to_the_tweet(self, writer: Member) -> None:
        page = writer.page
        page.goto(COMPOSE)
        field(page).fill("from its own page")
        send(page).click()
        page.wait_for_url("**/@*/*/")
        expect(page.get_by_text("from its own page")).to_be_visible()

    def test_reply_is_on_top_of_the_replies(self, writer: Member) -> None:
        tweet = make_tweet(make_profile(), "what do you say?")
        services.publish(make_profile(), "an answer", in_reply_to=tweet)
        page = writer.page
        page.goto(tweet.get_absolute_url())
        field(page).fill("another answer")
        send(page).click()
        expect(cards(page)).to_have_count(2)
        expect(cards(page).first).to_contain_text("another answer")
        reply = page.locator(f"#{tweet.anchor} [data-action=reply]")
        expect(reply.locator("b")).to_have_text("2")
        reply.click()
        expect(field(page)).to_be_focused()  # it is there already: no dialog


class TestFailing:
    def test_errors_are_shown_and_can_be_corrected(
        self, writer: Member, expects: Callable[..., None]
    ) -> None:
        page = writer.page
        field(page).fill(TOO_LONG)
        expects(422)
        send(page).click()
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value(TOO_LONG)
        expect(page.locator(".tw-composer .errorlist")).to_be_visible()
        field(page).fill("short")
        send(page).click()
        expect(cards(page)).to_have_count(1)
        expect(page.locator(".tw-composer .errorlist")).to_have_count(0)
        expect(field(page)).to_have_value("")
        expect(field(page)).not_to_have_attribute("aria-invalid", "true")

    @pytest.mark.parametrize("how", [500, 403, "network"])
    def test_failed_request_is_announced_and_text_stays(
        self, writer: Member, expects: Callable[..., None], how: str | int
    ) -> None:
        page = writer.page
        field(page).fill("worth keeping")
        expects(500, 403, "net::ERR_FAILED")
        page.route(
            "**/compose/",
            lambda route: route.abort() if how == "network" else route.fulfill(status=int(how)),
        )
        send(page).click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        expect(field(page)).to_have_value("worth keeping")
        expect(send(page)).not_to_have_attribute("aria-disabled", "true")
        page.unroute("**/compose/")
        send(page).click()
        expect(cards(page)).to_have_count(1)
        assert written(writer) == ["worth keeping"]

    @pytest.mark.parametrize("reloads", [False, True])
    def test_text_whose_answer_was_lost_is_one_tweet(
        self, writer: Member, expects: Callable[..., None], reloads: bool
    ) -> None:
        def lose_answer(route: Route) -> None:
            route.fetch()
            route.abort()

        page = writer.page
        type_in(page, "only once")
        expects("net::ERR_FAILED")
        page.route("**/compose/", lose_answer)
        send(page).click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        page.unroute("**/compose/")
        if reloads:
            leave(page, HOME)
            expect(field(page)).to_have_value("only once")
        send(page).click()
        expect(field(page)).to_have_value("")
        expect(cards(page).first).to_contain_text("only once")
        assert written(writer) == ["only once"]
        for text in ("only once", "only once"):  # on purpose: the form has a new key each time
            field(page).fill(text)
            send(page).click()
            expect(field(page)).to_have_value("")
        assert written(writer) == ["only once"] * 3

    def test_text_survives_the_end_of_the_session(
        self, writer: Member, expects: Callable[..., None]
    ) -> None:
        page = writer.page
        field(page).fill("half of a thought")
        end_session(page)
        expects(401)
        send(page).click()
        page.wait_for_url("**/log-in/?next=**")
        sign_in(page, writer)
        page.wait_for_url(f"**{COMPOSE}")
        expect(field(page)).to_have_value("half of a thought")
        send(page).click()
        page.wait_for_url("**/@*/*/")
        expect(page.get_by_text("half of a thought")).to_be_visible()
        assert written(writer) == ["half of a thought"]
        page.goto(HOME)
        expect(field(page)).to_have_value("")


class TestDrafts:
    def test_draft_survives_until_it_is_sent(self, writer: Member) -> None:
        page = writer.page
        type_in(page, "not yet")
        leave(page, HOME)
        expect(field(page)).to_have_value("not yet")
        page.goto(COMPOSE)
        expect(field(page)).to_have_value("not yet")
        page.goto(HOME)
        send(page).click()
        expect(cards(page)).to_have_count(1)
        page.reload()
        expect(field(page)).to_have_value("")
        assert page.evaluate("Object.keys(localStorage)") == []

    def test_draft_of_an_edit_survives_a_closed_dialog(self, writer: Member) -> None:
        tweet = make_tweet(writer.profile, "as it was")
        page = writer.page
        page.reload()
        dialog = page.get_by_role("dialog", name="Edit tweet")
        text = dialog.get_by_role("textbox").first
        for before, after in [("as it was", "as it will be"), ("as it will be", "as it is")]:
            page.locator(f"#{tweet.anchor} [data-action=more]").click()
            page.get_by_role("link", name="Edit", exact=True).click()
            expect(text).to_have_value(before)
            text.fill(after)
            page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()
        page.reload()
        expect(cards(page).first).to_contain_text("as it was")

    def test_emptied_draft_is_removed(self, writer: Member) -> None:
        page = writer.page
        type_in(page, "ab")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.reload()
        expect(field(page)).to_have_value("")
        assert page.evaluate("Object.keys(localStorage)") == []

    def test_draft_is_not_shown_to_another_member(
        self, writer: Member, member: Callable[..., Member]
    ) -> None:
        page = writer.page
        type_in(page, "between us")
        other = member()
        origin = page.evaluate("location.origin")
        page.context.add_cookies(
            [
                {"name": cookie["name"], "value": cookie["value"], "url": origin}
                for cookie in other.page.context.cookies()
            ]
        )
        leave(page, HOME)
        expect(field(page)).to_have_value("")

    def test_leaving_with_a_kept_draft_does_not_ask(self, writer: Member) -> None:
        page = writer.page
        asked: list[str] = []
        page.on("dialog", lambda dialog: asked.append(dialog.type))
        type_in(page, "kept")
        page.evaluate("location.assign('/about/')")
        page.wait_for_url("**/about/")
        page.go_back()
        expect(field(page)).to_have_value("kept")
        assert asked == []

    def test_two_tabs_keep_two_drafts(self, writer: Member) -> None:
        first, second = writer.page, writer.page.context.new_page()
        second.goto(HOME)
        type_in(first, "here")
        type_in(second, "there")
        for page, text in [(first, "here"), (second, "there")]:
            page.reload()
            expect(field(page)).to_have_value(text)
        first.close()
        second.close()
        for text in ("there", "here"):  # the last one that was closed
            page = writer.page.context.new_page()
            page.goto(HOME)
            expect(field(page)).to_have_value(text)

    def test_draft_that_another_tab_has_taken_is_not_shown_twice(self, writer: Member) -> None:
        page = writer.page
        type_in(page, "mine")
        page.goto("/about/")
        other = page.context.new_page()
        other.goto(HOME)
        expect(field(other)).to_have_value("mine")
        page.goto(HOME)
        expect(page.locator(".tw-composer .tw-character-count")).to_be_hidden()
        expect(field(page)).to_have_value("")

    def test_leaving_with_text_that_cannot_be_kept_asks_first(self, writer: Member) -> None:
        page = writer.page
        page.add_init_script(
            "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error() } })"
        )
        page.reload()
        asked: list[str] = []

        def stay(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        actions.wait_for_modules(page, "drafts")
        type_in(page, "unsent")
        wait_for_script(page, "!dispatchEvent(new Event('beforeunload', {cancelable: true}))")
        with page.expect_event("dialog"):
            page.evaluate("location.assign('/about/')")
        expect(field(page)).to_have_value("unsent")
        assert asked == ["beforeunload"]
        send(page).click()
        expect(cards(page)).to_have_count(1)
        page.goto("/about/")
        assert asked == ["beforeunload"]


class TestCounting:
    def test_characters_left_are_shown_and_announced_near_the_limit(self, writer: Member) -> None:
        page = writer.page
        count = page.locator(".tw-character-count")
        expect(count).to_be_hidden()
        field(page).focus()
        expect(count).to_be_visible()
        seen, heard = count.locator("[aria-hidden]"), count.locator(".tw-hidden")
        for text, left, told in [
            ("abc", "277", ""),
            ("x" * 259, "21", ""),
            ("x" * 260, "20", "Characters left: 20"),
            ("字" * 140, "0", "Characters left: 0"),
            ("x" * 283, "-3", "Characters over the limit: 3"),
            ("https://example.org/a/long/way", "257", ""),
        ]:
            field(page).fill(text)
            expect(seen).to_have_text(left)
            expect(heard).to_have_text(told)
            is_over = "tw-too-long" in (count.get_attribute("class") or "")
            assert is_over == left.startswith("-")

    def test_count_is_not_announced_at_every_key(self, writer: Member) -> None:
        """Which would talk over what is typed."""
        page = writer.page
        page.clock.install()
        page.reload()
        field(page).focus()
        heard = page.locator(".tw-character-count .tw-hidden")
        for length in range(270, 276):
            field(page).fill("x" * length)
            expect(page.locator(".tw-character-count [aria-hidden]")).to_have_text(
                str(280 - length)
            )
            page.clock.fast_forward(500)
            expect(heard).to_have_text("")
        page.clock.fast_forward(1000)
        expect(heard).to_have_text("Characters left: 5")

    @pytest.mark.parametrize("is_modern", [True, False])
    def test_field_grows_with_its_text(self, writer: Member, is_modern: bool) -> None:
        page = writer.page
        if not is_modern:
            page.add_init_script(
                """const supports = CSS.supports;
                CSS.supports = (name, value) => name !== "field-sizing" && supports(name, value);
                addEventListener("DOMContentLoaded", () => {
                    for (const area of document.querySelectorAll("textarea"))
                        area.style.fieldSizing = "fixed";
                });"""
            )
            page.reload()
        field(page).fill("one")
        small = height(page)
        field(page).fill("one\n" * 10)
        assert height(page) > small * 2
        field(page).fill("one")
        assert height(page) == small


def height(page: Page) -> float:
    box = field(page).bounding_box()
    assert box is not None
    return round(box["height"])


IS_STORED = """text => {
  try { return sessionStorage["tweets:drafts"]?.includes(text) } catch { return true } // forbidden
}"""


def type_in(page: Page, text: str) -> None:
    """By keys, as a browser asks before leaving only where somebody has done something."""
    field(page).focus()
    page.keyboard.type(text)
    wait_for_script(page, IS_STORED, text)  # its module is imported with each key

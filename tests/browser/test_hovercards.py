"""Cards of people at the links to their profiles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import HOME, card, make_home_tweets, record_methods
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Tweet


def author_link(page: Page, tweet: Tweet) -> Locator:
    return card(page, tweet).locator(".tw-author")


def person(page: Page) -> Locator:
    return page.locator(".tw-person")


def point_away(page: Page) -> None:
    page.mouse.move(1, 1)


class TestPointer:
    def test_card_tells_who_somebody_is(self, reader: Member) -> None:
        author = make_profile(display_name="Grace", bio="Finds bugs. #moths")
        services.follow(reader.profile, author)
        tweet = make_tweet(author)
        page = reader.page
        page.goto(HOME)
        author_link(page, tweet).hover()
        expect(person(page)).to_be_visible()
        for text in ("Grace", f"@{author.handle}", "Finds bugs.", "1 tweet", "1 follower"):
            expect(person(page)).to_contain_text(text)
        expect(person(page).get_by_role("link", name="#moths")).to_be_visible()
        person(page).get_by_role("link", name="Grace").hover()  # on the way, nothing closes
        expect(person(page)).to_be_visible()
        point_away(page)
        expect(person(page)).to_have_count(0)

    def test_card_follows_and_unfollows(self, reader: Member) -> None:
        friend = make_profile()
        services.follow(reader.profile, friend)
        tweet = make_tweet(make_profile(display_name="Grace"))
        services.retweet(friend, tweet)
        page = reader.page
        page.goto(HOME)
        page.get_by_role("article", name="Grace").locator(".tw-author").hover()
        follow = person(page).get_by_role("button", name="Follow Grace")
        follow.click()
        expect(person(page).get_by_role("button", name="Following Grace")).to_be_visible()
        assert reader.profile.following.filter(followed=tweet.profile).exists()

    def test_card_fits_in_the_window(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.set_viewport_size({"width": 320, "height": 420})
        page.goto(HOME)
        author_link(page, tweet).evaluate("link => link.scrollIntoView(false)")
        author_link(page, tweet).hover()
        expect(person(page)).to_be_in_viewport(ratio=1)

    def test_passing_pointer_opens_nothing(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        now = datetime(2026, 3, 4, 15, tzinfo=UTC)
        page.clock.install(time=now)
        page.goto(HOME)
        page.clock.pause_at(now + timedelta(hours=1))
        asked = record_methods(page, "/card/")
        author_link(page, tweet).hover()
        page.clock.run_for(400)
        point_away(page)
        page.clock.run_for(2000)
        assert asked == []
        expect(person(page)).to_have_count(0)

    def test_escape_closes_the_card(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        author_link(page, tweet).hover()
        expect(person(page)).to_be_visible()
        page.keyboard.press("Escape")
        expect(person(page)).to_have_count(0)

    def test_click_in_the_card_does_not_open_the_tweet(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        author_link(page, tweet).hover()
        person(page).locator(".tw-meta").first.click(position={"x": 1, "y": 1})
        expect(person(page)).to_be_visible()
        person(page).locator(".tw-author").click()
        page.wait_for_url(f"**{tweet.profile.get_absolute_url()}")

    def test_mention_has_a_card(self, reader: Member) -> None:
        mentioned = make_profile(display_name="Grace")
        tweet = services.publish(reader.profile, f"Ask @{mentioned.handle}.")
        page = reader.page
        page.goto(HOME)
        card(page, tweet).locator(".tw-text a").hover()
        expect(person(page)).to_contain_text("Grace")

    def test_hidden_person_has_no_card(self, reader: Member, expects: Callable[..., None]) -> None:
        """Somebody who blocks the reader while the page is open."""
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        services.block(tweet.profile, reader.profile)
        expects(404)
        with page.expect_response("**/card/") as answer:
            author_link(page, tweet).hover()
        answer.value.finished()
        expect(person(page)).to_have_count(0)


class TestKeyboard:
    def test_focus_opens_the_card_and_tab_enters_it(self, reader: Member) -> None:
        author = make_profile(display_name="Grace")
        services.follow(reader.profile, author)
        tweet = make_tweet(author)
        page = reader.page
        page.goto(HOME)
        page.keyboard.press("j")
        page.keyboard.press("Tab")
        expect(author_link(page, tweet)).to_be_focused()
        expect(person(page)).to_be_visible()
        page.keyboard.press("Tab")
        button = person(page).get_by_role("button", name="Following Grace")
        expect(button).to_be_focused()
        page.keyboard.press("Escape")
        expect(person(page)).to_have_count(0)
        expect(author_link(page, tweet)).to_be_focused()

    def test_focus_that_goes_on_closes_the_card(self, reader: Member) -> None:
        make_home_tweets(reader)
        page = reader.page
        page.goto(HOME)
        page.keyboard.press("j")
        page.keyboard.press("Tab")
        expect(person(page)).to_be_visible()
        page.keyboard.press("Shift+Tab")
        expect(person(page)).to_have_count(0)


def test_touch_opens_no_card(member: Callable[..., Member]) -> None:
    reader = member(has_touch=True, is_mobile=True)
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(HOME)
    asked = record_methods(page, "/card/")
    author_link(page, tweet).tap()
    page.wait_for_url(f"**{tweet.profile.get_absolute_url()}")
    assert asked == []

"""Lists that grow: older tweets below, and new tweets above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import (
    HOME,
    card,
    control,
    ids,
    live_region,
    make_home_tweets,
    record_methods,
    sign_in,
    top_edge,
    wait_for_recorded,
)
from tests.browser.waiting import wait_for_script
from tests.factories import make_profile, make_tweet, make_tweets, make_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member

NEW = reverse("django_tweets:home_new")


class TestMore:
    def test_list_grows_and_is_restored_on_back(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 45)
        page = reader.page
        page.goto(HOME)
        cards = page.locator(".tw-list > article")
        for count in (40, 45):
            page.get_by_role("link", name="Show more").click()
            expect(cards).to_have_count(count)
        expect(page.get_by_role("link", name="Show more")).to_have_count(0)
        expect(card(page, tweets[4])).to_be_focused()
        seen = card(page, tweets[10])
        seen.scroll_into_view_if_needed()
        top = page.evaluate("scrollY")
        assert top > 1000
        seen.locator(".tw-time").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tweet")
        control(page, tweets[10], "like").click()
        expect(control(page, tweets[10], "like").locator("b")).to_have_text("1")
        page.go_back()
        expect(cards).to_have_count(45)
        wait_for_script(page, "top => Math.abs(scrollY - top) < 5", arg=top)
        expect(seen).to_be_in_viewport()

    def test_card_is_not_inserted_twice(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 25)
        page = reader.page
        page.goto(HOME)
        page.locator(".tw-page-link a").evaluate(
            "(link, before) => { link.href = `?before=${before}` }", str(tweets[8].pk)
        )
        page.get_by_role("link", name="Show more").click()
        expect(card(page, tweets[0])).to_have_count(1)
        assert len(set(ids(page))) == len(ids(page))

    def test_profile_list_grows(self, reader: Member) -> None:
        for _ in range(21):
            services.follow(reader.profile, make_profile())
        page = reader.page
        page.goto(reverse("django_tweets:following", args=[reader.profile.handle]))
        page.get_by_role("link", name="Show more").click()
        expect(page.locator(".tw-list > article")).to_have_count(21)

    def test_failed_load_is_announced_and_can_be_repeated(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        make_home_tweets(reader, 25)
        page = reader.page
        page.goto(HOME)
        expects("net::ERR_FAILED")
        page.route("**/?before=*", lambda route: route.abort())
        page.get_by_role("link", name="Show more").click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        page.unroute("**/?before=*")
        page.get_by_role("link", name="Show more").click()
        expect(page.locator(".tw-list > article")).to_have_count(25)
        expect(live_region(page)).to_be_empty()

    def test_stored_list_is_not_shown_to_another_member(self, reader: Member) -> None:
        """Another member signs in in the same tab and goes back."""
        make_home_tweets(reader, 25)
        page = reader.page
        page.goto(HOME)
        page.get_by_role("link", name="Show more").click()
        expect(page.locator(".tw-list > article")).to_have_count(25)
        page.goto("/about/")
        page.context.clear_cookies()
        sign_in(page, make_user())
        # Later: what leaves the page at once may not be answered.
        page.evaluate("setTimeout(() => history.go(-3))")
        page.wait_for_url(f"**{HOME}")
        expect(page.locator(".tw-empty")).to_be_visible()
        expect(page.locator(".tw-list > article")).to_have_count(0)


class TestNew:
    def test_new_tweets_are_counted_without_moving_the_page(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 30)
        author = tweets[0].profile
        page = reader.page
        page.clock.install()
        page.goto(HOME)
        read = card(page, tweets[15])
        read.scroll_into_view_if_needed()
        place = top_edge(read)
        new = make_tweets(author, 2)
        page.clock.fast_forward("01:00")
        pill = page.get_by_role("link", name="Show 2 new tweets")
        expect(pill).to_be_visible()
        assert top_edge(read) == place
        new.append(make_tweet(reader.profile))  # is no news to the reader
        new += make_tweets(author, 1)
        page.clock.fast_forward("01:00")
        page.get_by_role("link", name="Show 3 new tweets").click()
        expect(card(page, new[-1])).to_be_focused()
        expect(card(page, new[-1])).to_be_in_viewport()
        assert ids(page)[:5] == [tweet.anchor for tweet in [*reversed(new), tweets[-1]]]
        expect(page.locator(".tw-new-link")).to_have_count(0)
        make_tweet(author)
        page.clock.fast_forward("01:00")
        expect(page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()

    def test_many_new_tweets_open_home_again(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.goto(HOME)
        new = make_tweets(tweet.profile, 25)
        page.clock.fast_forward("01:00")
        page.locator(".tw-new-link").click()
        expect(card(page, new[-1])).to_be_visible()
        assert ids(page)[0] == new[-1].anchor

    def test_unchanged_poll_is_not_sent_again(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.goto(HOME)
        make_tweet(tweet.profile)
        sizes = []
        for _ in range(3):
            with page.expect_response(f"**{NEW}**") as response:
                page.clock.fast_forward("01:00")
            response.value.finished()
            sizes.append(response.value.request.sizes()["responseBodySize"] > 0)
            expect(page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()
        assert sizes == [True, False, False]

    def test_hidden_tab_does_not_poll(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.add_init_script(
            """Object.defineProperty(document, "hidden", { get: () => window.isHidden });
            window.hide = (isHidden) => {
                window.isHidden = isHidden;
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        page.goto(HOME)
        asked = record_methods(page, NEW)
        page.evaluate("hide(true)")
        make_tweet(tweet.profile)
        page.clock.fast_forward("10:00")
        assert wait_for_recorded(page, asked) == []
        page.evaluate("hide(false)")
        expect(page.locator(".tw-new-link")).to_be_visible()
        assert asked == ["GET"]
        page.evaluate("hide(true)")
        page.evaluate("hide(false)")  # it has just been asked
        assert wait_for_recorded(page, asked) == ["GET"]

    def test_failing_poll_slows_down(self, reader: Member, expects: Callable[..., None]) -> None:
        make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.goto(HOME)
        expects(500)
        page.route(f"**{NEW}**", lambda route: route.fulfill(status=500))
        asked = record_methods(page, NEW)
        for minutes, count in [(1, 1), (1, 1), (1, 2), (3, 2), (1, 3)]:
            if count > len(asked):
                with page.expect_event("requestfinished"):
                    page.clock.fast_forward(minutes * 60_000)
            else:
                page.clock.fast_forward(minutes * 60_000)
            assert len(wait_for_recorded(page, asked)) == count
        expect(live_region(page)).to_be_empty()

    def test_poll_stops_when_signed_out(self, reader: Member, expects: Callable[..., None]) -> None:
        make_home_tweets(reader)
        page = reader.page
        page.clock.install()
        page.goto(HOME)
        asked = record_methods(page, NEW)
        page.context.clear_cookies()
        expects(401)
        with page.expect_response(f"**{NEW}**"):
            page.clock.fast_forward("01:00")
        for _ in range(3):
            page.clock.fast_forward("10:00")
        assert wait_for_recorded(page, asked) == ["GET"]

"""After an action, all that the page shows of it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import (
    HOME,
    card,
    control,
    live_region,
    make_home_tweets,
    open_menu,
    press_retweet,
)
from tests.factories import make_profile, make_tweet, make_tweets

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Profile


def counts(page: Page, where: str) -> Locator:
    return page.locator(f"{where} .tw-counts")


def press(menu: Locator, label: str) -> None:
    menu.locator("summary").click()
    menu.get_by_text(label).click()


class TestCounts:
    def test_like_changes_the_facts_of_the_tweet(self, reader: Member) -> None:
        tweet = make_tweet(make_profile())
        page = reader.page
        page.goto(tweet.get_absolute_url())
        facts = counts(page, ".tw-current-tweet")
        expect(facts).to_be_hidden()
        control(page, tweet, "like").click()
        expect(facts).to_have_text("1 like")
        press_retweet(page, tweet)
        expect(facts).to_contain_text("1 retweet")
        expect(counts(page, ".tw-sidebar")).to_contain_text("1 tweet")  # the reader's own
        control(page, tweet, "like").click()
        expect(facts).to_have_text("1 retweet")

    def test_follow_changes_both_counts(self, reader: Member) -> None:
        somebody = make_profile()
        page = reader.page
        page.goto(somebody.get_absolute_url())
        follow = page.locator(".tw-profile [data-action=follow]")
        for number in (1, 0):
            follow.click()
            expect(counts(page, ".tw-profile")).to_contain_text(f"{number} follower")
            expect(counts(page, ".tw-sidebar")).to_contain_text(f"{number} following")

    def test_own_tweets_are_counted(self, reader: Member) -> None:
        page = reader.page
        page.goto(HOME)
        page.get_by_label("What’s happening?").fill("One more.")
        page.get_by_role("button", name="Publish").click()
        expect(counts(page, ".tw-sidebar")).to_contain_text("1 tweet")

    def test_mute_and_block_are_in_the_state_of_the_profile(self, reader: Member) -> None:
        somebody = make_profile(display_name="Some Body")
        page = reader.page
        page.goto(somebody.get_absolute_url())
        state, menu = page.locator(".tw-state"), page.locator(".tw-profile .tw-menu")
        press(menu, "Mute Some Body")
        expect(state).to_have_text("Muted")
        press(menu, "Unmute Some Body")
        expect(state).to_have_text("")
        press(menu, "Block Some Body")
        expect(state).to_have_text("Blocked")
        page.get_by_role("button", name="Unblock Some Body").click()
        expect(state).to_have_text("")


@pytest.fixture
def suggested(reader: Member) -> list[Profile]:
    """Three profiles that a friend of the reader follows."""
    friend, people = make_profile(), [make_profile() for _ in range(3)]
    services.follow(reader.profile, friend)
    for person in people:
        services.follow(friend, person)
    cache.clear()
    return people


def test_followed_person_leaves_who_to_follow(reader: Member, suggested: list[Profile]) -> None:
    page = reader.page
    page.goto(HOME)
    people = page.locator(".tw-people > li")
    expect(people).to_have_count(3)
    handle = people.first.locator(".tw-handle").text_content()
    people.first.get_by_role("button").click()
    expect(people).to_have_count(2)
    expect(page.locator(".tw-people")).not_to_contain_text(str(handle))
    expect(people.first.get_by_role("button")).to_be_focused()
    expect(counts(page, ".tw-sidebar")).to_contain_text("2 following")


class TestHiding:
    @pytest.mark.parametrize(("verb", "done"), [("Mute", "muted"), ("Block", "blocked")])
    def test_cards_become_one_line_with_undo(self, reader: Member, verb: str, done: str) -> None:
        tweets = make_home_tweets(reader, 3)
        other, author = make_profile(), tweets[0].profile
        services.follow(reader.profile, other)
        services.retweet(other, make_tweet(author, "retweeted"))
        last = make_tweet(other)
        page = reader.page
        page.goto(HOME)
        cards = page.locator(".tw-list > article")
        expect(cards).to_have_count(5)
        like = control(page, tweets[1], "like")
        like.click()
        expect(like.locator("b")).to_have_text("1")
        open_menu(page, tweets[1]).get_by_text(verb).click()
        expect(cards).to_have_count(1)
        expect(card(page, last)).to_be_visible()
        line = page.locator(".tw-undo").filter(visible=True)
        expect(line).to_have_text(f"You have {done} {author.shown_name}. Undo")
        expect(line.get_by_role("button", name="Undo")).to_be_focused()
        line.get_by_role("button", name="Undo").click()
        expect(cards).to_have_count(5)
        expect(page.locator(".tw-undo")).to_have_count(0)
        expect(like.locator("b")).to_have_text("1")
        expect(like).to_have_attribute("aria-pressed", "true")

    def test_message_has_undo_too(self, reader: Member) -> None:
        (tweet,) = make_home_tweets(reader)
        page = reader.page
        page.goto(tweet.profile.get_absolute_url())
        press(page.locator(".tw-profile .tw-menu"), "Mute")
        expect(card(page, tweet)).to_be_visible()  # as after a reload
        live_region(page).get_by_role("button", name="Undo").click()
        expect(live_region(page)).to_have_text(f"You have unmuted {tweet.profile.shown_name}.")
        expect(page.locator(".tw-state")).to_have_text("")


class TestRetweets:
    def test_undone_retweet_becomes_a_line_with_undo(self, reader: Member) -> None:
        """Its other cards stay, and all show the same."""
        tweets = make_tweets(reader.profile, 2)
        for tweet in tweets:
            services.retweet(reader.profile, tweet)
        page = reader.page
        page.goto(reader.profile.get_absolute_url())
        cards = page.locator(".tw-list > article")
        expect(cards).to_have_count(4)
        retweets = cards.filter(has_text="retweeted")
        buttons = page.locator("[data-action=retweet][aria-pressed=true]")
        for number in (1, 0):  # two in a row
            retweets.first.locator("[data-action=retweet]").click()
            page.get_by_role("button", name="Undo retweet").click()
            expect(retweets).to_have_count(number)
            expect(buttons).to_have_count(2 * number)
        lines = page.locator(".tw-undo").filter(visible=True)
        expect(lines).to_have_text(["You have undone your retweet. Undo"] * 2)
        expect(lines.last.get_by_role("button", name="Undo")).to_be_focused()
        expect(counts(page, ".tw-sidebar")).to_contain_text("2 tweets")
        lines.first.get_by_role("button", name="Undo").click()
        expect(retweets).to_have_count(1)
        expect(buttons).to_have_count(2)
        expect(buttons.locator("b")).to_have_text(["1", "1"])
        expect(counts(page, ".tw-sidebar")).to_contain_text("3 tweets")


class TestRequests:
    @pytest.mark.parametrize(("label", "shown"), [("Accept", "Accepted"), ("Reject", "Rejected")])
    def test_request_is_answered_on_the_page(self, reader: Member, label: str, shown: str) -> None:
        services.update_profile(reader.profile, is_protected=True)
        for name in ("First", "Second"):
            services.follow(make_profile(display_name=name), reader.profile)
        page = reader.page
        page.goto(reverse("django_tweets:follow_requests"))
        page.evaluate("window.isSame = true")
        row = page.get_by_role("article", name="First")
        row.get_by_role("button", name=label).click()
        expect(row.locator(".tw-answered")).to_contain_text(shown)
        back = row.get_by_role("button", name="Follow First")
        expect(back).to_have_count(1 if label == "Accept" else 0)
        expect(counts(page, ".tw-sidebar")).to_contain_text(
            "1 follower" if label == "Accept" else "0 followers"
        )
        expect(page.get_by_role("button", name="Accept Second")).to_be_visible()
        expect(back if label == "Accept" else row).to_be_focused()
        assert page.evaluate("window.isSame")


class TestReplies:
    def reply(self, page: Page, to: Locator, text: str) -> None:
        to.click()
        dialog = page.get_by_role("dialog", name="Reply")
        dialog.get_by_role("textbox", name="Your reply").fill(text)
        dialog.get_by_role("button", name="Reply").click()
        expect(dialog).to_have_count(0)

    def test_reply_is_below_the_tweet_that_it_answers(self, reader: Member) -> None:
        tweet = make_tweet(make_profile())
        answers = [
            services.publish(make_profile(), f"answer {n}", in_reply_to=tweet) for n in range(2)
        ]
        page = reader.page
        page.goto(tweet.get_absolute_url())
        texts = page.locator(".tw-list[data-list=replies] article .tw-text")
        first = str(texts.first.text_content())
        of = {answer.content: answer for answer in answers}
        nested = of[first.strip()]
        self.reply(page, control(page, nested, "reply"), "nested")
        expect(texts.nth(1)).to_have_text("nested")
        expect(control(page, nested, "reply").locator("b")).to_have_text("1")
        mine = page.locator(".tw-list[data-list=replies] article").nth(1)
        self.reply(page, mine.locator("[data-action=reply]"), "deeper")
        expect(texts.nth(2)).to_have_text("deeper")
        expect(texts).to_have_count(4)

    def test_reply_at_home_is_below_its_tweet(self, reader: Member) -> None:
        tweets = make_home_tweets(reader, 3)
        page = reader.page
        page.goto(HOME)
        self.reply(page, control(page, tweets[1], "reply"), "to the second")
        texts = page.locator(".tw-list > article .tw-text")
        expect(texts.nth(2)).to_have_text("to the second")


def test_bell_and_title_change_with_the_poll(reader: Member, member: Callable[..., Member]) -> None:
    (tweet,) = make_home_tweets(reader)
    own = make_tweet(reader.profile)
    page = reader.page
    page.clock.install()
    page.goto(HOME)
    expect(page).to_have_title("Home · The Ferry Yard")
    for number in (1, 2):
        fan = make_profile()
        services.follow(fan, reader.profile) if number == 1 else services.like(fan, own)
        page.clock.fast_forward("01:00")
        expect(page.locator(".tw-nav .tw-badge")).to_have_text(str(number))
        expect(page).to_have_title(f"({number}) Home · The Ferry Yard")
        expect(page.locator(".tw-new-link")).to_have_count(0)
    make_tweets(tweet.profile, 1)
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()

"""Conversations: the line between tweets, and replies below a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import card, control, live_region, top_edge
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Profile, Tweet

LINE_END = """card => {
    const line = getComputedStyle(card, "::before");
    if (line.content === "none") return null;
    const { top, left } = card.getBoundingClientRect();
    const [lineTop, height, lineLeft] = [line.top, line.height, line.left].map(parseFloat);
    return { bottom: top + lineTop + height, left: left + lineLeft };
}"""


def answer(author: Profile, tweet: Tweet, content: str = "so") -> Tweet:
    return services.publish(author, content, in_reply_to=tweet)


def left_edge(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["x"]


def is_joined(page: Page, above: Tweet, below: Tweet) -> bool:
    """Whether a line goes from the one card to the avatar of the next."""
    end = card(page, above).evaluate(LINE_END)
    avatar = card(page, below).locator(".tw-avatar").first.bounding_box()
    assert avatar is not None
    if end is None:
        return False
    is_near = abs(end["bottom"] - avatar["y"]) < 5
    return bool(is_near and avatar["x"] < end["left"] < avatar["x"] + avatar["width"])


def test_line_joins_ancestors_with_the_tweet(reader: Member) -> None:
    first = make_tweet(make_profile())
    second = answer(make_profile(), first)
    third = answer(first.profile, second)
    reply = answer(make_profile(), third)
    page = reader.page
    page.goto(third.get_absolute_url())
    assert is_joined(page, first, second)
    assert is_joined(page, second, third)
    assert card(page, third).evaluate(LINE_END) is None
    assert card(page, reply).evaluate(LINE_END) is None


def test_line_joins_a_reply_with_the_next_by_its_author(reader: Member) -> None:
    author, other = make_profile(), make_profile()
    tweet = make_tweet(author)
    reply = answer(author, tweet)
    comment = answer(other, reply)
    next_one = answer(author, reply)
    page = reader.page
    page.goto(tweet.get_absolute_url())
    assert is_joined(page, reply, next_one)
    assert left_edge(card(page, next_one)) == left_edge(card(page, reply))
    assert left_edge(card(page, comment)) > left_edge(card(page, reply))
    assert card(page, next_one).evaluate(LINE_END) is None


def test_replies_are_nested_one_level(reader: Member) -> None:
    tweet = make_tweet(make_profile())
    reply = answer(make_profile(), tweet)
    nested = [answer(make_profile(), reply) for _ in range(4)]
    deeper = answer(make_profile(), nested[0], "deeper")
    page = reader.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(tweet.get_absolute_url())
    assert left_edge(card(page, nested[0])) > left_edge(card(page, reply))
    assert card(page, reply).evaluate(LINE_END) is None
    expect(card(page, nested[2])).to_be_visible()
    for hidden in (nested[3], deeper):
        expect(card(page, hidden)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


class TestMoreReplies:
    def test_loaded_replies_are_below_the_shown_ones(self, reader: Member) -> None:
        tweet = make_tweet(make_profile())
        reply = answer(make_profile(), tweet)
        nested = [answer(make_profile(), reply) for _ in range(25)]
        services.follow(reader.profile, nested[7].profile)  # on the page of reply, it is the first
        after = answer(make_profile(), tweet)
        services.like(reader.profile, nested[1])
        page = reader.page
        page.goto(tweet.get_absolute_url())
        more = page.get_by_role("link", name="Show more replies")
        shown = page.locator(".tw-nested > article")
        for start, count in ((3, 20), (20, 25)):
            more.click()
            expect(shown).to_have_count(count)
            expect(card(page, nested[start])).to_be_focused()
        expect(more).to_have_count(0)
        anchors = shown.evaluate_all("cards => cards.map(({ id }) => id)")
        assert anchors == [each.anchor for each in nested]
        expect(control(page, nested[1], "like")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".tw-list > article")).to_have_count(2)
        expect(card(page, after)).to_be_visible()
        assert page.evaluate("location.pathname") == tweet.get_absolute_url()

    def test_deeper_ones_are_nested_once_more(self, reader: Member) -> None:
        tweet = make_tweet(make_profile())
        reply = answer(make_profile(), tweet)
        nested = answer(make_profile(), reply)
        deeper = [answer(make_profile(), nested) for _ in range(4)]
        deepest = answer(make_profile(), deeper[0])
        page = reader.page
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(tweet.get_absolute_url())
        more = page.get_by_role("link", name="Show more replies")
        more.click()
        expect(card(page, deeper[0])).to_be_focused()
        assert left_edge(card(page, deeper[0])) > left_edge(card(page, nested))
        expect(card(page, deeper[3])).to_have_count(0)
        more.click()
        expect(card(page, deeper[3])).to_be_focused()
        expect(more).to_have_count(0)
        expect(card(page, deepest)).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        buttons = card(page, deeper[3]).locator(".tw-actions > :not([data-action=more])")
        assert buttons.count() == 4
        assert top_edge(buttons.first) == top_edge(buttons.last)  # they are in one row

    def test_line_goes_on_to_deeper_ones_of_the_author(self, reader: Member) -> None:
        author = make_profile()
        tweet = make_tweet(make_profile())
        reply = answer(author, tweet)
        nested = answer(author, reply)
        deeper = answer(author, nested)
        page = reader.page
        page.goto(tweet.get_absolute_url())
        page.get_by_role("link", name="Show more replies").click()
        expect(card(page, deeper)).to_be_focused()
        assert is_joined(page, reply, nested)
        assert is_joined(page, nested, deeper)

    def test_list_that_has_grown_is_restored(self, reader: Member) -> None:
        tweet = make_tweet(make_profile())
        reply = answer(make_profile(), tweet)
        nested = [answer(make_profile(), reply) for _ in range(5)]
        page = reader.page
        page.goto(tweet.get_absolute_url())
        page.get_by_role("link", name="Show more replies").click()
        card(page, nested[4]).locator(".tw-time").click()
        page.wait_for_url(f"**{nested[4].get_absolute_url()}")
        page.go_back()
        expect(card(page, nested[4])).to_be_visible()

    def test_failure_is_announced_and_can_be_repeated(
        self, reader: Member, expects: Callable[..., None]
    ) -> None:
        tweet = make_tweet(make_profile())
        reply = answer(make_profile(), tweet)
        nested = [answer(make_profile(), reply) for _ in range(4)]
        page = reader.page
        page.goto(tweet.get_absolute_url())
        expects("net::ERR_FAILED")
        page.route("**after=0", lambda route: route.abort())
        more = page.get_by_role("link", name="Show more replies")
        more.click()
        expect(live_region(page)).to_have_text("Something went wrong. Try again.")
        page.unroute("**after=0")
        more.click()
        expect(card(page, nested[3])).to_be_focused()
        expect(live_region(page)).to_have_text("")

    def test_link_leads_to_the_conversation_without_scripts(
        self, member: Callable[..., Member]
    ) -> None:
        tweet = make_tweet(make_profile())
        reply = answer(make_profile(), tweet)
        nested = [answer(make_profile(), reply) for _ in range(4)]
        page = member(java_script_enabled=False).page
        page.goto(tweet.get_absolute_url())
        page.get_by_role("link", name="Show more replies").click()
        page.wait_for_url(f"**{reply.get_absolute_url()}")
        for shown in nested:
            expect(card(page, shown)).to_be_visible()


def test_next_page_of_replies_has_nested_ones(reader: Member) -> None:
    tweet = make_tweet(make_profile())
    replies = [answer(make_profile(), tweet) for _ in range(22)]
    nested = answer(make_profile(), replies[0])
    page = reader.page
    page.goto(tweet.get_absolute_url())
    expect(card(page, nested)).to_have_count(0)
    page.get_by_role("link", name="Show more", exact=True).click()
    expect(card(page, nested)).to_be_visible()
    assert left_edge(card(page, nested)) > left_edge(card(page, replies[0]))


def test_new_reply_has_no_line_replying_to(reader: Member) -> None:
    tweet = make_tweet(make_profile())
    page = reader.page
    page.goto(tweet.get_absolute_url())
    page.get_by_label("Your reply").fill("quite")
    page.get_by_role("button", name="Reply").click()
    reply = page.locator("[data-list=replies] > article")
    expect(reply).to_contain_text("quite")
    expect(page.get_by_text("Replying to")).to_be_hidden()

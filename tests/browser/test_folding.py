"""Long texts in lists, which are folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from django_tweets import services
from tests.browser.page_checks import HOME, HeldRequests, card, make_home_tweets, top_edge
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Tweet

TALL = "\n".join("x" * 140)  # as many lines as a tweet can have
LINE = 24  # pixels


def make_tall(reader: Member, content: str = TALL) -> Tweet:
    author = make_profile()
    services.follow(reader.profile, author)
    return make_tweet(author, content)


def height(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["height"]


def text_of(page: Page, tweet: Tweet) -> Locator:
    return card(page, tweet).locator("> .tw-text")


def more(page: Page, tweet: Tweet) -> Locator:
    return card(page, tweet).get_by_role("button", name="Show more")


def test_tall_tweet_unfolds(reader: Member) -> None:
    tweet = make_tall(reader)
    page = reader.page
    page.goto(HOME)
    expect(more(page, tweet)).to_be_visible()
    assert 11 * LINE < height(text_of(page, tweet)) < 13 * LINE
    more(page, tweet).click()
    expect(more(page, tweet)).to_have_count(0)
    expect(text_of(page, tweet)).to_be_focused()
    assert height(text_of(page, tweet)) > 139 * LINE
    expect(page).to_have_url(re.compile(f"{HOME}$"))


def test_button_moves_nothing(reader: Member) -> None:
    (below,) = make_home_tweets(reader)
    tweet = make_tall(reader)
    page = reader.page
    held = HeldRequests(page, "**/reading.js")
    page.goto(HOME)
    place = top_edge(card(page, below))
    held.release()
    expect(more(page, tweet)).to_be_visible()
    assert abs(top_edge(card(page, below)) - place) < 0.5


@pytest.mark.parametrize(("lines", "is_folded"), [(12, False), (14, True)])
def test_about_twelve_lines_are_shown(reader: Member, lines: int, is_folded: bool) -> None:
    tall, tweet = make_tall(reader), make_tall(reader, "\n".join("x" * lines))
    page = reader.page
    page.goto(HOME)
    expect(more(page, tall)).to_be_visible()
    expect(more(page, tweet)).to_have_count(int(is_folded))


def test_text_that_fits_in_a_wider_window_is_not_folded(reader: Member) -> None:
    tweet = make_tall(reader, "wide " * 50)
    page = reader.page
    page.set_viewport_size({"width": 240, "height": 800})
    page.goto(HOME)
    expect(more(page, tweet)).to_be_visible()
    page.set_viewport_size({"width": 800, "height": 800})
    expect(more(page, tweet)).to_have_count(0)
    page.set_viewport_size({"width": 240, "height": 800})
    expect(more(page, tweet)).to_be_visible()


def test_link_below_the_fold_is_seen_when_it_has_focus(reader: Member) -> None:
    tweet = make_tall(reader, "\n".join("x" * 40) + "\n#deep")
    page = reader.page
    page.goto(HOME)
    expect(more(page, tweet)).to_be_visible()
    card(page, tweet).locator(".tw-time").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="#deep")).to_be_focused()
    expect(page.get_by_role("link", name="#deep")).to_be_in_viewport()
    expect(more(page, tweet)).to_be_hidden()


def test_loaded_cards_are_folded(reader: Member) -> None:
    tweet = make_tall(reader)
    make_home_tweets(reader, 20)
    page = reader.page
    page.goto(HOME)
    page.locator(".tw-page-link a[rel=next]").click()
    expect(more(page, tweet)).to_be_visible()


def test_quote_is_folded(reader: Member) -> None:
    quoted = make_tweet(make_profile(), TALL)
    quoting = services.publish(reader.profile, "look", quote_of=quoted)
    page = reader.page
    page.goto(HOME)
    expect(more(page, quoting)).to_be_visible()
    assert height(card(page, quoting)) < 20 * LINE


def test_opened_tweet_is_not_folded(reader: Member) -> None:
    tweet = make_tall(reader)
    reply = services.publish(make_profile(), TALL, in_reply_to=tweet)
    page = reader.page
    page.goto(tweet.get_absolute_url())
    expect(more(page, reply)).to_be_visible()
    expect(more(page, tweet)).to_have_count(0)
    assert height(text_of(page, tweet)) > 139 * LINE


def test_whole_text_is_shown_without_scripts(member: Callable[..., Member]) -> None:
    reader = member(java_script_enabled=False)
    tweet = make_tall(reader)
    page = reader.page
    page.goto(HOME)
    assert height(text_of(page, tweet)) > 139 * LINE

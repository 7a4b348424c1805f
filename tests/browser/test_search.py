"""Searching, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from django_tweets import services
from django_tweets.models import Hashtag
from tests.browser.page_checks import make_home_tweets
from tests.factories import make_tweet

if TYPE_CHECKING:
    from tests.browser.conftest import Member

SEARCH = reverse("django_tweets:search")


def test_search_by_keyboard(reader: Member) -> None:
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(reverse("django_tweets:bookmarks"))
    page.keyboard.press("/")
    box = page.get_by_role("search").get_by_role("searchbox", name="Search")
    expect(box).to_be_focused()
    page.keyboard.type(f"from:{tweet.profile.handle}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEARCH}?q=*")
    expect(box).to_have_value(f"from:{tweet.profile.handle}")
    expect(page.locator(f"#t{tweet.pk}")).to_be_visible()
    page.get_by_role("link", name="People", exact=True).click()
    expect(box).to_have_value(f"from:{tweet.profile.handle}")
    box.fill(tweet.profile.handle)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("article").first).to_contain_text(f"@{tweet.profile.handle}")


def test_search_operators_are_explained(visitor: Page) -> None:
    visitor.goto(SEARCH)
    expect(visitor.get_by_text("tweets by a person")).to_be_visible()
    visitor.goto(f"{SEARCH}?q=ferry")
    expect(visitor.get_by_text("tweets by a person")).to_be_hidden()
    visitor.get_by_text("Search operators").click()
    expect(visitor.get_by_text("tweets by a person")).to_be_visible()


def test_unknown_operator_is_named(visitor: Page) -> None:
    visitor.goto(f"{SEARCH}?q=min_faves:many+foo:bar")
    expect(visitor.locator("p", has_text="Searched for as text")).to_have_text(
        "Searched for as text: min_faves:many (no valid value) foo:bar (no such operator)"
    )
    visitor.get_by_role("searchbox", name="Search").first.fill("nothingatall OR -nothingatall")
    visitor.get_by_role("searchbox", name="Search").first.press("Enter")
    expect(visitor.locator(".tw-list > article")).to_have_count(20)
    expect(visitor.get_by_text("Searched for as text")).to_have_count(0)


def test_more_results_are_shown_in_place(visitor: Page) -> None:
    visitor.goto(f"{SEARCH}?q=-nothingatall")
    articles = visitor.locator(".tw-list > article")
    expect(articles).to_have_count(20)
    visitor.get_by_role("link", name="Show more").click()
    expect(articles).to_have_count(40)


@pytest.mark.parametrize("name", ["search_hashtags", "hashtags"])
def test_more_hashtags_are_shown_in_place(reader: Member, name: str) -> None:
    for number in range(25):
        tweet = make_tweet(reader.profile, f"#qq{reader.profile.pk}x{number}")
        hashtag = Hashtag.objects.get(tweet_hashtags__tweet=tweet.pk)
        services.follow_hashtag(reader.profile, hashtag)
    page = reader.page
    page.goto(f"{reverse(f'django_tweets:{name}')}?q=qq{reader.profile.pk}x")
    articles = page.locator(".tw-list > article")
    expect(articles).to_have_count(20)
    page.get_by_role("link", name="Show more").click()
    expect(articles).to_have_count(25)
    expect(articles.nth(20)).to_be_focused()
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)

"""The script that reports which tweets were on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from django_tweets import services
from django_tweets.services import view_stores
from django_tweets.views import view_counts
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.live.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

VIEWS = "**/views/"
A_PERSON = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"  # not HeadlessChrome


@pytest.fixture(autouse=True)
def _counts_views(settings: Any) -> None:
    settings.DJANGO_TWEETS_VIEW_COUNTS = True


@pytest.fixture
def page(new_context: Callable[..., Any]) -> Any:
    """A page of a visitor, whose clock only the test moves."""
    page = new_context(user_agent=A_PERSON).new_page()
    page.clock.install()
    return page


def get_report(page: Any) -> list[int]:
    """Let time pass, and return the keys that the script reports."""
    with page.expect_request(VIEWS) as caught:
        let_time_pass(page)
    fields = parse_qs(caught.value.post_data)
    return sorted(int(key) for key in fields["tweets"][0].split())


def let_time_pass(page: Any) -> None:
    # The observer tells of the cards in a frame of the browser, which has no clock of ours.
    page.evaluate("new Promise(done => requestIdleCallback(done))")
    page.clock.run_for(2_000)
    page.clock.run_for(12_000)


def watch(page: Any) -> list[str]:
    """Return the list of reports, which grows."""
    reports: list[str] = []
    page.on(
        "request", lambda request: reports.append(request.url) if "/views/" in request.url else 0
    )
    return reports


def read_counts() -> dict[int, int]:
    """Return the views of each tweet that the cache has."""
    store, window = view_stores.get_store(), view_stores.get_window()
    counts: dict[int, int] = store.read(window) or store.read(window - view_stores.WINDOW)
    return counts


def test_cards_on_the_screen_are_reported(page: Any) -> None:
    author = make_profile()
    tweets = make_tweets(author, 20)
    page.set_viewport_size({"width": 400, "height": 500})
    page.goto(author.get_absolute_url())
    page.locator(".tw-tweet").first.scroll_into_view_if_needed()
    first = get_report(page)
    keys = [tweet.pk for tweet in tweets]
    assert 0 < len(first) < len(keys)
    assert set(first) < set(keys)
    page.locator(".tw-tweet").last.scroll_into_view_if_needed()
    later = get_report(page)
    assert min(keys) in later
    assert not set(first) & set(later)


def test_reload_reports_nothing_again(page: Any) -> None:
    tweet = make_tweet(make_profile())
    page.goto(tweet.get_absolute_url())
    assert get_report(page) == [tweet.pk]
    reports = watch(page)
    page.reload()
    let_time_pass(page)
    page.goto(tweet.profile.get_absolute_url())
    let_time_pass(page)
    assert reports == []
    page.clock.run_for(24 * 3600 * 1000)
    page.reload()
    assert get_report(page) == [tweet.pk]


def test_retweet_is_reported_as_the_original(page: Any) -> None:
    tweet, other = make_tweet(make_profile()), make_profile()
    services.retweet(other, tweet, **TWEET_EXTRA)
    page.goto(other.get_absolute_url())
    assert get_report(page) == [tweet.pk]


def test_leaving_the_page_reports_what_was_seen(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The request outlives the page, and A_PERSON with it: it comes from HeadlessChrome.
    monkeypatch.setattr(view_counts, "PROGRAMS", re.compile("no program"))
    tweet = make_tweet(make_profile())
    page.goto(tweet.get_absolute_url())
    while not page.evaluate("sessionStorage['tweets:viewed']"):  # the observer has told of the card
        page.clock.run_for(500)
    page.goto(tweet.profile.get_absolute_url())

    # Playwright tells of no request that a page sends while it is left. A request of the test
    # before may still be counted.
    def is_counted() -> bool:
        page.evaluate("0")  # so that Playwright reads what the browser sends meanwhile
        return read_counts().get(tweet.pk) == 1

    wait_until(is_counted)


def test_report_is_counted(page: Any) -> None:
    tweet = make_tweet(make_profile())
    page.goto(tweet.get_absolute_url())
    with page.expect_event("requestfinished", lambda request: "/views/" in request.url):
        let_time_pass(page)
    assert read_counts() == {tweet.pk: 1}


def test_site_without_counts_reports_nothing(page: Any, settings: Any) -> None:
    settings.DJANGO_TWEETS_VIEW_COUNTS = False
    reports = watch(page)
    page.goto(make_tweet(make_profile()).get_absolute_url())
    let_time_pass(page)
    assert reports == []

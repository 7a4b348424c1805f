"""The requests with which the script reports what was seen, and the pages that show the counts."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from django_tweets import services
from django_tweets.models import TweetViewCount
from django_tweets.services import view_counts
from tests.factories import make_tweet, make_tweets
from tests.queries import count_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counts_views(settings: Any) -> None:
    settings.DJANGO_TWEETS_VIEW_COUNTS = True


@pytest.fixture
def flush(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[int, int]]:
    """Let the window end and write it. Return the counts in the database."""
    now = time.time()
    passed = [0]
    monkeypatch.setattr(time, "time", lambda: now + passed[0])

    def flush() -> dict[int, int]:
        passed[0] += 1000
        services.flush_view_counts()
        return dict(TweetViewCount._base_manager.values_list("pk", "count"))

    return flush


def client_of(profile: Profile | None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if profile is not None:
        client.force_login(profile.user)
    return client


def report(profile: Profile | None, tweets: Any, **headers: str) -> Any:
    data = {"tweets": tweets if isinstance(tweets, str) else " ".join(map(str, tweets))}
    return client_of(profile).post(reverse("django_tweets:tweet_views"), data, headers=headers)


def test_report_needs_no_token_and_has_no_content(ada: Profile, bob: Profile, flush: Any) -> None:
    tweet = make_tweet(ada)
    for reader in (bob, None):
        response = report(reader, [tweet.pk])
        assert (response.status_code, response.content) == (204, b"")
        assert set(response.headers["Cache-Control"].split(", ")) == {
            "max-age=0",
            "no-cache",
            "private",
        }
        assert not response.cookies
    assert flush() == {tweet.pk: 2}


def test_response_tells_nothing_of_the_tweets(ada: Profile, bob: Profile, flush: Any) -> None:
    hidden, public = make_tweet(ada, visibility="followers"), make_tweet(ada)
    told = set()
    for reader in (ada, bob):
        for tweets in ([hidden.pk], [public.pk], [hidden.pk + 1], [public.pk, hidden.pk]):
            client, keys = client_of(reader), " ".join(map(str, tweets))
            with CaptureQueriesContext(connection) as captured:
                response = client.post(get_url(), {"tweets": keys})
            facts = (response.status_code, response.content, len(captured))
            told.add((*facts, str(dict(response.headers))))
    assert len(told) == 1
    assert flush() == {public.pk: 2}


def get_url() -> str:
    return reverse("django_tweets:tweet_views")


@pytest.mark.parametrize(
    "text", ["", "x", "1.5 -1", "9" * 19, "1" * 5000, "٣", "\0", "'; DROP TABLE tweets"]
)
def test_odd_keys_count_nothing(ada: Profile, bob: Profile, flush: Any, text: str) -> None:
    make_tweet(ada)
    assert report(bob, text).status_code == 204
    assert flush() == {}


def test_report_counts_a_bounded_number_of_tweets(ada: Profile, bob: Profile, flush: Any) -> None:
    tweets = make_tweets(ada, view_counts.MAX_KEYS + 10)
    report(bob, [tweet.pk for tweet in tweets])
    assert len(flush()) == view_counts.MAX_KEYS


@pytest.mark.parametrize("count", [1, 20])
def test_visitor_takes_one_statement(ada: Profile, count: int) -> None:
    tweets = [tweet.pk for tweet in make_tweets(ada, count)]
    cache.clear()
    assert count_statements(lambda: report(None, tweets)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1 Slackbot-LinkExpanding"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_programs_and_other_sites_count_nothing(
    ada: Profile, flush: Any, headers: dict[str, str]
) -> None:
    tweet = make_tweet(ada)
    assert report(None, [tweet.pk], **headers).status_code == 204
    assert flush() == {}
    browser = {"User-Agent": "Mozilla/5.0 Chrome/140.0", "Sec-Fetch-Site": "same-origin"}
    report(None, [tweet.pk], **browser)
    assert flush() == {tweet.pk: 1}


def test_site_that_counts_nothing_has_no_such_url(ada: Profile, settings: Any) -> None:
    tweet = make_tweet(ada)
    del settings.DJANGO_TWEETS_VIEW_COUNTS
    assert report(None, [tweet.pk]).status_code == 404
    assert "views.js" not in client_of(None).get(tweet.get_absolute_url()).text


def test_url_is_no_page(ada: Profile) -> None:
    assert client_of(ada).get(get_url()).status_code == 405


NEW_EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|key)"')
"""Fields of forms with a token that is another one on each page."""


def see(tweet: Tweet, times: int) -> None:
    TweetViewCount._base_manager.update_or_create(pk=tweet.pk, defaults={"count": times})


@pytest.mark.parametrize(
    ("language", "times", "text"),
    [
        ("en", 0, "<b>0</b> views (only you see this)"),
        ("en", 1, "<b>1</b> view (only you see this)"),
        ("en", 999, "<b>999</b> views (only you see this)"),
        ("en", 123456, "<b>123K</b> views (only you see this)"),
        ("de", 1, "<b>1</b> Aufruf (das siehst nur du)"),
        ("de", 123456, "<b>123 Tsd.</b> Aufrufe (das siehst nur du)"),
        ("es", 2, "<b>2</b> visualizaciones (solo tú lo ves)"),
        ("ja", 123456, "<b>12万</b>回表示（あなただけに表示されます）"),
        ("ar", 2, "<b>2</b> مشاهدتان (لا يراها أحد سواك)"),
        ("ar", 11, "<b>11</b> مشاهدة (لا يراها أحد سواك)"),
    ],
)
def test_author_sees_the_number(ada: Profile, language: str, times: int, text: str) -> None:
    tweet = make_tweet(ada)
    if times:
        see(tweet, times)
    client = client_of(ada)
    client.cookies["django_language"] = language
    with translation.override(language):
        response = client.get(tweet.get_absolute_url(), headers={"accept-language": language})
    assert text in response.text


@pytest.mark.parametrize("name", ["tweet_detail", "profile_detail", "explore", "home"])
@pytest.mark.parametrize("reader", ["bob", None])
def test_pages_of_others_stay_the_same(
    ada: Profile, bob: Profile, name: str, reader: str | None
) -> None:
    """Byte for byte, and statement for statement."""
    tweet = make_tweet(ada, "hello @bob")
    services.follow(bob, ada)
    arguments: dict[str, list[Any]] = {
        "tweet_detail": [ada.handle, tweet.pk],
        "profile_detail": [ada.handle],
    }
    url = reverse(f"django_tweets:{name}", args=arguments.get(name, []))
    client = client_of(bob if reader else None)
    found = []

    def get() -> None:
        page = client.get(url).text
        found.append([line for line in page.splitlines() if not NEW_EACH_TIME.search(line)])

    get()  # fills caches
    statements = [count_statements(get)]
    see(tweet, 4321)
    statements.append(count_statements(get))
    assert found[1] == found[2]
    assert "4,321" not in str(found)
    assert statements[0] == statements[1]


def test_author_pays_no_statement(ada: Profile, settings: Any) -> None:
    tweet = make_tweet(ada)
    see(tweet, 12)
    client = client_of(ada)
    client.get(tweet.get_absolute_url())
    with_counts = count_statements(lambda: client.get(tweet.get_absolute_url()))
    settings.DJANGO_TWEETS_VIEW_COUNTS = False
    assert count_statements(lambda: client.get(tweet.get_absolute_url())) == with_counts


def test_analytics_show_views_if_the_site_counts_them(
    ada: Profile, bob: Profile, settings: Any
) -> None:
    tweet = make_tweet(ada)
    services.like(bob, tweet)
    see(tweet, 42)
    client, url = client_of(ada), reverse("django_tweets:analytics")
    page = client.get(url).text
    assert '<th scope="row">Views</th>' in page
    assert "<b>42</b> views" in page
    settings.DJANGO_TWEETS_VIEW_COUNTS = False
    page = client.get(url).text
    assert "Views" not in page
    assert " views" not in page


def test_script_is_in_pages_with_its_url(ada: Profile) -> None:
    tweet = make_tweet(ada)
    assert f'data-url="{get_url()}"' in client_of(None).get(tweet.get_absolute_url()).text
    try:
        embed = reverse("django_tweets:tweet_embed", args=[ada.handle, tweet.pk])
    except NoReverseMatch:
        return
    assert "views.js" not in client_of(None).get(embed).text

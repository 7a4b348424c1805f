"""Feeds of hashtags and searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedparser
import pytest
from django.test import Client, override_settings
from django.urls import include, path, reverse

from django_tweets import urls
from django_tweets.models import Visibility
from tests.factories import make_profile, make_tweet
from tests.feeds.reading import get, html_of, read
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["hashtag_atom", "hashtag_rss"])
def tagged(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_hashtag_feed_has_public_tweets_with_the_hashtag(
    ada: Profile, bob: Profile, tagged: str
) -> None:
    make_tweet(ada, "first #Café")
    make_tweet(bob, "hidden #café", visibility="unlisted")
    make_tweet(bob, "second #CAFÉ")
    make_tweet(make_profile(is_protected=True), "hidden #café")
    parsed = read(tagged, "café")
    assert [entry.title for entry in parsed.entries] == ["second #CAFÉ", "first #Café"]
    assert [entry.author for entry in parsed.entries] == ["bob", "ada"]
    assert parsed.feed.title == "#café"
    assert parsed.feed.subtitle == "Tweets with #café"
    page = reverse("django_tweets:hashtag", args=["café"])
    assert parsed.feed.link == f"http://testserver{page}"
    assert f'href="http://testserver{page}"' in html_of(parsed.entries[0])


def test_feed_of_an_unused_hashtag_is_empty(db: None, tagged: str) -> None:
    assert read(tagged, "quiet").entries == []
    assert get(tagged, "quiet").content == get(tagged, "quiet").content


def test_invalid_hashtag_has_no_feed(db: None, tagged: str) -> None:
    assert get(tagged, "123").status_code == 404


def test_uppercase_hashtag_redirects_to_the_folded_hashtag(db: None, tagged: str) -> None:
    response = get(tagged, "CAFÉ")
    assert response.status_code == 301
    location = reverse(f"django_tweets:{tagged}", args=["café"])
    assert response.headers["Location"] == location


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_tweets(
    ada: Profile, tagged: str, count: int
) -> None:
    for number in range(count):
        make_tweet(ada, f"{number} #topic")
    with at_most(2):
        get(tagged, "topic")


def test_hashtag_feed_works_without_hashtag_pages(ada: Profile) -> None:
    make_tweet(ada, "one #topic")
    only = [*urls.profiles, *urls.tweets, *urls.feeds]
    site = type("Site", (), {"urlpatterns": [path("t/", include((only, "django_tweets")))]})
    with override_settings(ROOT_URLCONF=site):
        parsed = read("hashtag_atom", "topic")
    assert parsed.feed.link == "http://testserver/t/tags/topic/feed.atom"
    assert len(parsed.entries) == 1


@pytest.fixture(params=["search_atom", "search_rss"])
def found(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_search_feed_has_the_matches(ada: Profile, bob: Profile, found: str) -> None:
    make_tweet(ada, "good tea & milk")
    make_tweet(bob, "tea for two", visibility=Visibility.FOLLOWERS)
    make_tweet(bob, "milk")
    response = Client().get(reverse(f"django_tweets:{found}"), {"q": "tea & milk"})
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    assert [entry.author for entry in parsed.entries] == ["ada"]
    assert parsed.feed.title == "tea & milk"
    search = f"http://testserver{reverse('django_tweets:search')}?q=tea+%26+milk"
    assert search in {link.href for link in parsed.feed.links}
    page = Client().get(reverse("django_tweets:search"), {"q": "tea & milk"}).content.decode()
    assert f"{reverse(f'django_tweets:{found}')}?q=tea+%26+milk" in page


def test_feed_of_an_empty_search_is_empty(ada: Profile, found: str) -> None:
    make_tweet(ada, "tea")
    parsed = feedparser.parse(Client().get(reverse(f"django_tweets:{found}")).content)
    assert not parsed.bozo
    assert parsed.entries == []
    assert parsed.feed.title == "Search"


def test_search_feed_works_without_search_pages(ada: Profile) -> None:
    make_tweet(ada, "tea")
    only = path("t/", include((urls.profiles + urls.tweets + urls.feeds, "django_tweets")))
    with override_settings(ROOT_URLCONF=type("Site", (), {"urlpatterns": [only]})):
        parsed = feedparser.parse(Client().get("/t/search/feed.atom?q=tea").content)
    assert len(parsed.entries) == 1
    assert parsed.feed.link == "http://testserver/t/search/feed.atom?q=tea"

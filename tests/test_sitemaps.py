"""Sitemaps through Django's views."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views
from django.core.cache import cache
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.test import Client, override_settings
from django.urls import include, path

from django_tweets import get_profile_model, get_tweet_model, services, sitemaps
from django_tweets.formatting.times import make_aware
from django_tweets.models import Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets, make_user
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://testserver"


class FewTweets(sitemaps.TweetSitemap):
    """A sitemap with three URLs per file."""

    limit = 3


class TweetsInTwoLanguages(FewTweets):
    i18n = True
    alternates = True
    languages = ["en", "de"]
    limit = 6


SITEMAPS: dict[str, Any] = {"profiles": sitemaps.ProfileSitemap, "tweets": FewTweets}
URLS: list[Any] = [
    path("sitemap.xml", login_not_required(views.index), {"sitemaps": SITEMAPS}),
    path(
        "sitemap-<section>.xml",
        login_not_required(views.sitemap),
        {"sitemaps": {**SITEMAPS, "spoken": TweetsInTwoLanguages}},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]


class Site:
    urlpatterns = [*URLS, path("tweets/", include("django_tweets.urls"))]


class Languages:
    urlpatterns = [*URLS, *i18n_patterns(path("tweets/", include("django_tweets.urls")))]


@pytest.fixture(autouse=True)
def host(db: None) -> Iterator[None]:
    cache.clear()
    apps = [*settings.INSTALLED_APPS, "django.contrib.sitemaps"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF=Site):
        yield
    cache.clear()


def fetch(address: str) -> list[tuple[str, str]]:
    """Return the addresses in a sitemap or an index, each with its date."""
    response = Client().get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return [(each.findtext(f"{NS}loc", ""), each.findtext(f"{NS}lastmod", "")) for each in root]


def found(address: str) -> list[str]:
    return [location for location, _ in fetch(address)]


def test_sitemap_has_public_profiles_with_tweets(ada: Profile, bob: Profile) -> None:
    make_tweet(ada)
    make_tweet(make_profile(is_protected=True))
    make_tweet(make_profile(is_suspended=True))
    make_tweet(services.get_profile(make_user(is_active=False)))
    services.delete_profile(make_tweet(make_profile()).profile)
    assert found("/sitemap-profiles.xml") == [
        f"{SITE}{ada.get_absolute_url()}"
    ]  # bob has no tweets


def test_sitemap_has_public_tweets(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada)
    second: Any = services.edit(make_tweet(bob, "helo"), "hello")
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        make_tweet(ada, visibility=visibility)
    services.retweet(bob, first, **TWEET_EXTRA)
    make_tweet(make_profile(is_protected=True))
    make_tweet(make_profile(is_suspended=True))
    make_tweet(services.get_profile(make_user(is_active=False)))
    pages = found("/sitemap.xml")
    rows = [row for page in pages if "tweets" in page for row in fetch(page.removeprefix(SITE))]
    assert [location for location, _ in rows] == [
        f"{SITE}{tweet.get_absolute_url()}" for tweet in (first, second)
    ]
    moments = [make_aware(first.created_at), make_aware(second.edited_at)]
    assert [datetime.fromisoformat(date).date() for _, date in rows] == [
        moment.date() for moment in moments
    ]


def test_pages_have_the_limit_of_urls(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    index = found("/sitemap.xml")
    assert index == [
        f"{SITE}/sitemap-profiles.xml",
        f"{SITE}/sitemap-tweets.xml",
        f"{SITE}/sitemap-tweets.xml?p=2",
        f"{SITE}/sitemap-tweets.xml?p=3",
    ]
    assert [found(page.removeprefix(SITE)) for page in index[1:]] == [
        [f"{SITE}{tweet.get_absolute_url()}" for tweet in tweets[start : start + 3]]
        for start in (0, 3, 6)
    ]


def test_page_keeps_its_range_when_rows_change(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    second = found("/sitemap-tweets.xml?p=2")
    services.delete(tweets[0])
    get_tweet_model()._base_manager.filter(pk=tweets[1].pk).update(visibility="followers")
    make_tweets(ada, 5)
    assert found("/sitemap-tweets.xml?p=2") == second
    assert len(found("/sitemap-tweets.xml?p=1")) == 1
    assert len(found("/sitemap-tweets.xml?p=5")) == 1


def test_imported_tweet_is_on_the_page_of_its_range(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    assert len(found("/sitemap-tweets.xml?p=1")) == 3
    old = make_tweet(ada, "imported", created_at=tweets[0].created_at - timedelta(days=4000))
    assert len(found("/sitemap-tweets.xml?p=1")) == 4
    assert found("/sitemap-tweets.xml?p=1")[0] == f"{SITE}{old.get_absolute_url()}"


def test_number_of_urls_in_a_file_is_limited(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_URLS", 2)
    make_tweets(ada, 8)
    assert len(found("/sitemap-tweets.xml?p=1")) == 2


@pytest.mark.parametrize("number", ["0", "4", "-1", "two", "1.5", "٣", ""])
def test_invalid_page_is_not_found(ada: Profile, number: str) -> None:
    make_tweets(ada, 8)
    assert Client().get(f"/sitemap-tweets.xml?p={number}").status_code == 404
    with pytest.raises((EmptyPage, PageNotAnInteger)):
        FewTweets().paginator.page(number)


def test_sitemap_without_rows_is_empty() -> None:
    assert len(found("/sitemap.xml")) == 2
    assert found("/sitemap-tweets.xml") == []


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_rows(ada: Profile, count: int) -> None:
    make_tweets(ada, count)
    found("/sitemap.xml")
    with at_most(2):  # rows after the last known page start, for each sitemap
        found("/sitemap.xml")
    with at_most(2):
        found(f"/sitemap-tweets.xml?p={(count + 2) // 3}")


def test_pages_need_no_count_query(ada: Profile, django_assert_num_queries: Any) -> None:
    make_tweets(ada, 8)
    with django_assert_num_queries(5) as captured:  # page starts: 3, the last finds none; rows: 2
        assert FewTweets().paginator.num_pages == 3
        assert len(FewTweets().paginator.page("3").object_list) == 2
    assert not any("COUNT" in query["sql"] for query in captured)


@override_settings(LANGUAGES=[("en", "English"), ("de", "Deutsch")])
def test_sitemap_has_urls_of_each_language(ada: Profile) -> None:
    tweets = make_tweets(ada, 4)
    locations = [
        f"{SITE}/{language}/tweets/@ada/{tweet.pk}/"
        for tweet in tweets
        for language in ("en", "de")
    ]
    with override_settings(ROOT_URLCONF=Languages):
        assert found("/sitemap-spoken.xml") == locations[:6]
        assert found("/sitemap-spoken.xml?p=2") == locations[6:]
        assert b'hreflang="de"' in Client().get("/sitemap-spoken.xml").content


def test_sitemaps_use_the_swapped_models(ada: Profile) -> None:
    make_tweet(ada)
    assert isinstance(sitemaps.ProfileSitemap().items().get(), get_profile_model())
    assert isinstance(sitemaps.TweetSitemap().items().get(), get_tweet_model())

"""The page that shares a tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import include, path, reverse
from django.utils.html import escape

from django_tweets import services, urls
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def url_of(tweet: Tweet, name: str = "share") -> str:
    return reverse(f"django_tweets:tweet_{name}", args=[tweet.profile.handle, tweet.pk])


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada, "hello")


def test_tweet_leads_to_its_link_and_code(client: Client, tweet: Tweet) -> None:
    assert f'href="{url_of(tweet)}"' in client.get(tweet.get_absolute_url()).text
    html = client.get(url_of(tweet)).text
    assert f'value="http://testserver{tweet.get_absolute_url()}"' in html
    oembed = reverse("django_tweets:oembed")
    code = client.get(oembed, {"url": f"http://testserver{tweet.get_absolute_url()}"}).json()
    assert escape(code["html"]) in html


def test_retweet_shares_the_original(client: Client, tweet: Tweet, bob: Profile) -> None:
    retweet = services.retweet(bob, tweet, **TWEET_EXTRA)
    assert (
        f'value="http://testserver{tweet.get_absolute_url()}"' in client.get(url_of(retweet)).text
    )


def test_tweet_that_is_not_public_has_no_code(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "for followers", visibility="followers")
    html = as_ada.get(url_of(tweet)).text
    assert f'value="http://testserver{tweet.get_absolute_url()}"' in html
    assert "iframe" not in html
    assert "Only public tweets" in html


def test_site_without_embeds_has_no_code(settings: Any, client: Client, tweet: Tweet) -> None:
    patterns = [pattern for pattern in urls.urlpatterns if pattern not in urls.embeds]
    mounted = path("tweets/", include((patterns, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})
    assert "iframe" not in client.get(url_of(tweet)).text


def test_hidden_tweet_is_not_found(client: Client, ada: Profile) -> None:
    assert client.get(url_of(make_tweet(ada, "x", visibility="followers"))).status_code == 404

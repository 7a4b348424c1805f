"""Unlisted tweets are in no public list for strangers, also if others retweet or quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import get_tweet_model, services, sitemaps, timelines
from django_tweets.models import Follow, Mention
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

TEXT = "QUIET #quiet @named"

SEARCHES = ["quiet", "#quiet", "from:ada", "is:retweet", "is:retweet quiet", "is:quote", "@named"]
PAGES = [
    ("explore", [], ""),
    ("hashtag", ["quiet"], ""),
    ("hashtag_atom", ["quiet"], ""),
    ("hashtag_rss", ["quiet"], ""),
    ("profile_mentions", ["named"], ""),
    ("profile_atom", ["ada"], ""),
    ("profile_atom", ["fan"], ""),
    ("profile_rss", ["fan"], ""),
    ("suggestions", [], ""),
    *(("search", [], f"?q={quote(typed)}") for typed in SEARCHES),
    *(("search_atom", [], f"?q={quote(typed)}") for typed in SEARCHES),
]


@pytest.fixture
def unlisted() -> Tweet:
    """An unlisted tweet that a fan has retweeted, quoted and answered with a quote."""
    ada, fan, named = (make_profile(handle) for handle in ("ada", "fan", "named"))
    tweet = make_tweet(ada, TEXT, visibility="unlisted")
    Mention.objects.get_or_create(tweet=tweet, profile=named)
    make_tweet(fan, "", retweet_of=tweet)
    make_tweet(fan, "look @named #quiet quiet", quote_of=tweet)
    return tweet


def get_pages(viewer: Profile | None) -> dict[str, str]:
    client = Client()
    if viewer is not None:
        client.force_login(viewer.user)
    pages = {}
    for name, arguments, query in PAGES:
        url = reverse(f"django_tweets:{name}", args=arguments) + query
        pages[url] = client.get(url).content.decode()
    return pages


@pytest.mark.parametrize("is_member", [False, True])
def test_strangers_find_no_unlisted_tweet(unlisted: Tweet, is_member: bool) -> None:
    pages = get_pages(make_profile("stranger") if is_member else None)
    assert [url for url, html in pages.items() if "QUIET" in html] == []
    assert any("look" in html for html in pages.values())


@pytest.mark.parametrize("reader", ["ada", "follower", "named"])
def test_author_followers_and_mentioned_people_find_the_tweet(unlisted: Tweet, reader: str) -> None:
    if reader == "follower":
        viewer = make_profile("follower")
        Follow.objects.create(follower=viewer, followed=unlisted.profile)
    else:
        viewer = type(unlisted.profile).objects.get(handle=reader)
    shown = {url for url, html in get_pages(viewer).items() if "QUIET" in html}
    search = reverse("django_tweets:search")
    assert {f"{search}?q={quote(typed)}" for typed in SEARCHES} <= shown
    assert reverse("django_tweets:profile_mentions", args=["named"]) in shown
    assert reverse("django_tweets:explore") in shown  # in the quote


def test_quotes_page_has_no_unlisted_quotes(unlisted: Tweet) -> None:
    said = make_tweet(make_profile("bob"), "said")
    quoting = make_tweet(unlisted.profile, "QUIETLY", visibility="unlisted", quote_of=said)
    assert timelines.quoting_tweets(said, None).rows == []
    assert timelines.quoting_tweets(said, make_profile("stranger")).rows == []
    assert timelines.quoting_tweets(said, unlisted.profile).rows == [quoting]


def test_page_of_quotes_shows_the_unlisted_tweet_itself(unlisted: Tweet) -> None:
    url = reverse("django_tweets:tweet_quotes", args=[unlisted.profile.handle, unlisted.pk])
    assert Client().get(url).content.decode().count("QUIET") == 2  # above the list, and in it


def test_sitemap_has_listed_tweets_only(unlisted: Tweet) -> None:
    tweets: Any = get_tweet_model()._rows
    listed = tweets.visible_to(None).listed_for(None).filter(retweet_of=None)
    assert set(sitemaps.TweetSitemap().items()) == set(listed)
    assert unlisted not in listed


def test_unlisted_tweets_start_no_trend() -> None:
    for _ in range(10):
        make_tweet(make_profile(), "#quiet", visibility="unlisted")
    assert services.compute_trends() == []


def test_unlisted_tweets_make_nobody_popular() -> None:
    make_tweet(make_profile("ada"), visibility="unlisted")
    assert timelines.suggestions(None) == []

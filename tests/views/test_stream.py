"""The event stream where there is none, and the parts of a page that events tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import services
from django_tweets.text import hashtag_key
from tests.factories import TWEET_EXTRA, make_tweet, make_tweets
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

STREAM, PARTS = reverse("django_tweets:stream"), reverse("django_tweets:stream_parts")


def test_site_without_stream_has_no_such_page(as_ada: Client) -> None:
    for client in (as_ada, Client()):
        response = client.get(STREAM)
        assert (response.status_code, response.content) == (404, b"Not Found")


def test_wsgi_answers_at_once(as_ada: Client, settings: Any) -> None:
    """The script polls then."""
    settings.DJANGO_TWEETS_STREAM = {
        "BACKEND": "django_tweets.live.RedisStream",
        "OPTIONS": {"url": "redis://127.0.0.1:1/"},
    }
    response = as_ada.get(STREAM)
    assert (response.status_code, response.content) == (501, b"Not Implemented")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_pages_name_the_stream_for_members(as_ada: Client, settings: Any) -> None:
    home = reverse("django_tweets:home")
    attribute = f'data-events="{STREAM}" data-parts="{PARTS}"'
    assert attribute not in as_ada.get(home).content.decode()
    settings.DJANGO_TWEETS_STREAM = {"BACKEND": "django_tweets.live.PostgresStream"}
    assert attribute in as_ada.get(home).content.decode()
    assert "data-events" not in Client().get(reverse("django_tweets:explore")).content.decode()


class TestParts:
    def test_bell_alone(self, as_ada: Client) -> None:
        html = as_ada.get(PARTS).content.decode()
        assert html.count("data-swap") == html.count('data-swap="bell"') == 1

    def test_visitor_gets_401(self) -> None:
        assert Client().get(PARTS).status_code == 401

    def test_counts_of_tweets(self, as_ada: Client, bob: Profile) -> None:
        tweet = make_tweet(bob)
        services.like(bob, tweet)
        secret = make_tweet(bob, visibility="mentioned")
        html = as_ada.get(PARTS, {"tweet": [tweet.pk, secret.pk, 7]}).content.decode()
        assert html.count('class="tw-actions"') == 1
        assert f'data-swap="{tweet.anchor}"' in html
        assert "<b>1</b>" in html

    def test_new_tweets_of_a_hashtag(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        seen = services.publish(bob, "one #Tea", **TWEET_EXTRA)
        at = f"{hashtag_key('tea')}:{seen.pk}"
        assert "tw-new-link" not in as_ada.get(PARTS, {"hashtag": at}).content.decode()
        services.publish(ada, "mine #tea", **TWEET_EXTRA)
        services.publish(bob, "two #tea", **TWEET_EXTRA)
        html = as_ada.get(PARTS, {"hashtag": at}).content.decode()
        assert f'href="/tweets/tags/tea/?after={seen.pk}">Show 1 new tweet</a>' in html

    def test_new_replies(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        tweet = make_tweet(ada)
        for _ in range(2):
            services.publish(bob, f"hello {_}", in_reply_to=tweet, **TWEET_EXTRA)
        services.publish(ada, "thanks", in_reply_to=tweet, **TWEET_EXTRA)
        html = as_ada.get(PARTS, {"thread": f"{tweet.pk}:0"}).content.decode()
        assert f'href="{tweet.get_absolute_url()}">Show 2 new replies</a>' in html

    def test_hidden_conversation_has_no_replies(self, as_ada: Client, bob: Profile) -> None:
        tweet = make_tweet(bob, visibility="mentioned")
        services.publish(bob, "hello", in_reply_to=tweet, **TWEET_EXTRA)
        html = as_ada.get(PARTS, {"thread": f"{tweet.pk}:0"}).content.decode()
        assert "tw-new-link" not in html

    def test_wrong_id_is_a_bad_request(self, as_ada: Client) -> None:
        for query in ("?tweet=x", "?thread=7", "?hashtag=tea:1", "?hashtag=00:1"):
            assert as_ada.get(PARTS + query).status_code == 400

    @pytest.mark.parametrize("count", [1, 20])
    def test_query_count(self, as_ada: Client, bob: Profile, count: int) -> None:
        """Session, user, profile, bell; two for tweets; three for a conversation, one of a tag."""
        tweets = make_tweets(bob, count)
        data = {
            "tweet": [tweet.pk for tweet in tweets],
            "thread": f"{tweets[0].pk}:0",
            "hashtag": f"{hashtag_key('tea')}:0",
        }
        as_ada.get(PARTS, data)
        with at_most(10):
            as_ada.get(PARTS, data)

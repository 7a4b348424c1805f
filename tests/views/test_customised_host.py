"""A host that customises views in its URLconf: tests/hosts/customised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import services
from tests.factories import TWEET_EXTRA, make_tweet, make_tweets
from tests.hosts.customised.forms import ShortTweetForm

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.mark.urls("tests.hosts.customised.urls")
class TestCustomisedHost:
    def test_page_size_in_the_urlconf(self, ada: Profile, client: Client) -> None:
        make_tweets(ada, 3)
        response = client.get(reverse("django_tweets:explore"))
        assert len(response.context["page"].rows) == 2
        assert response.context["page"].older

    def test_get_page_changes_the_order(self, ada: Profile, as_ada: Client) -> None:
        for tweet in (tweets := make_tweets(ada, 3)):
            services.bookmark(ada, tweet)
        rows = as_ada.get(reverse("django_tweets:bookmarks")).context["page"].rows
        assert [row.pk for row in rows] == [tweet.pk for tweet in tweets]

    def test_get_initial_and_get_next_url(self, as_ada: Client) -> None:
        url = reverse("django_tweets:tweet_create")
        assert "#libraryday" in as_ada.get(url).content.decode()
        response = as_ada.post(url, {"content": "hello", **TWEET_EXTRA})
        assert response.headers["Location"] == "/after/"

    def test_get_error_message_is_shown(self, ada: Profile, as_ada: Client) -> None:
        script = Client(headers={"x-tweets-fragment": "1"})
        script.force_login(ada.user)
        response = script.post(reverse("django_tweets:profile_follow", args=["ada"]))
        assert "This did not work." in response.content.decode()
        assert response.status_code == 422

    def test_form_class_in_the_urlconf(self, ada: Profile, as_ada: Client) -> None:
        url = reverse("django_tweets:tweet_quote", args=["ada", make_tweet(ada).pk])
        assert type(as_ada.get(url).context["form"]) is ShortTweetForm

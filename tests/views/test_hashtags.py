"""The page of a hashtag, and following it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.urls import reverse

from django_tweets import services
from django_tweets.models import Hashtag, HashtagFollow
from tests.factories import make_tweet, make_tweets

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def url(name: str, page: str = "hashtag") -> str:
    return reverse(f"django_tweets:{page}", args=[name])


def test_hashtag_page_shows_tweets_and_counts(client: Client, ada: Profile) -> None:
    make_tweet(ada, "one #Tea")
    make_tweet(ada, "two #tea")
    html = client.get(url("tea")).content.decode()
    assert html.index("two ") < html.index("one ")
    assert "<bdi>#Tea</bdi>" in html
    assert "<b>2</b> tweets" in html
    assert "<b>0</b> followers" in html


@pytest.mark.parametrize(
    ("spelled", "to"), [("TEA", "tea"), ("ＴＥＡ", "tea"), ("Straße", "strasse"), ("AÑO", "año")]
)
def test_other_spellings_redirect(client: Client, spelled: str, to: str) -> None:
    response = client.get(url(spelled), {"before": "7"})
    assert response.status_code == 301
    assert response.headers["Location"] == f"/tweets/tags/{quote(to)}/?before=7"
    assert client.get(url(spelled)).headers["Location"] == f"/tweets/tags/{quote(to)}/"


def test_unused_hashtag_has_an_empty_page(client: Client, as_ada: Client) -> None:
    html = as_ada.get(url("nobody")).content.decode()
    assert "No tweets with #nobody yet." in html
    assert "tags/nobody/follow/" not in html
    assert as_ada.post(url("nobody", "hashtag_follow")).status_code == 302
    assert client.get(url("1")).status_code == 404
    assert client.get(url("a b")).status_code == 404
    assert client.get(url("nobody") + "?before=x").status_code == 400


def test_follow_and_unfollow(as_bob: Client, ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "#Tea")
    assert "tags/Tea/follow/" in as_bob.get(url("tea")).content.decode()
    response = as_bob.post(url("Tea", "hashtag_follow"), follow=True)
    html = response.content.decode()
    assert "<b>1</b> follower" in html
    assert "tags/Tea/unfollow/" in html
    html = as_bob.get(reverse("django_tweets:hashtags")).content.decode()
    assert "#Tea" in html
    assert "tags/Tea/unfollow/" in html
    as_bob.post(url("Tea", "hashtag_unfollow"))
    assert not HashtagFollow.objects.exists()
    assert (
        "You don’t follow any hashtags yet."
        in as_bob.get(reverse("django_tweets:hashtags")).content.decode()
    )


def test_follow_returns_the_button(as_bob: Client, ada: Profile) -> None:
    make_tweet(ada, "#Tea")
    headers = {"X-Tweets-Fragment": "1"}
    html = as_bob.post(url("tea", "hashtag_follow"), headers=headers).content.decode()
    assert "Following #Tea: unfollow" in html
    assert "You now follow #Tea." in html
    assert as_bob.post(url("nobody", "hashtag_follow"), headers=headers).status_code == 404


def test_followed_hashtags_have_pages(as_bob: Client, ada: Profile, bob: Profile) -> None:
    make_tweet(ada, " ".join(f"#t{n:02}" for n in range(21)))
    for hashtag in Hashtag.objects.order_by("pk"):
        services.follow_hashtag(bob, hashtag)
    first = as_bob.get(reverse("django_tweets:hashtags"))
    assert "#t00" not in first.content.decode()
    older = first.context["page"].older.query_string
    second = as_bob.get(reverse("django_tweets:hashtags") + older)
    assert "#t00" in second.content.decode()
    assert 'rel="prev"' in second.content.decode()


def test_tweet_links_to_its_hashtag(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "#Año")
    html = client.get(tweet.get_absolute_url()).content.decode()
    assert f'<a class="tw-hashtag" dir="auto" href="{url("año")}">#Año</a>' in html


def test_mentions_of_a_profile_are_listed(client: Client, ada: Profile, bob: Profile) -> None:
    address = reverse("django_tweets:profile_mentions", args=["bob"])
    assert "No mentions yet." in client.get(address).content.decode()
    make_tweet(ada, "so says @Bob")
    make_tweets(ada, 2)
    html = client.get(address).content.decode()
    assert "so says " in html
    assert html.count("<article") == 1
    assert address in client.get(bob.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["\u200d", "\u3164", "\ufe0f", "\u0640", "\u2064\u200c"])
@pytest.mark.parametrize("page", ["hashtag", "hashtag_atom", "hashtag_rss"])
def test_name_of_which_nothing_can_be_seen_is_404(client: Client, page: str, name: str) -> None:
    assert client.get(url(name, page)).status_code == 404

"""The menu of a tweet: a page without scripts, and a fragment for the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import services
from tests.factories import make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Tweets-Fragment": "1"}


def url_of(tweet: Tweet, name: str = "menu") -> str:
    return reverse(f"django_tweets:tweet_{name}", args=[tweet.profile.handle, tweet.pk])


def get_menu(client: Client, tweet: Tweet) -> str:
    response = client.get(url_of(tweet), headers=FRAGMENT)
    assert response.status_code == 200
    html = response.content.decode()
    menu = html[html.index('<ul class="tw-menu-items"') :].partition("</ul>")[0]
    assert menu.count("<svg") == menu.count("<li>")  # each has an icon
    return menu


def test_author_may_edit_and_delete(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    html = get_menu(as_ada, tweet)
    assert f'href="{url_of(tweet, "update")}"' in html
    assert f'<a class="tw-danger" href="{url_of(tweet, "delete")}"' in html
    assert html.rindex("<li>") < html.index("tw-danger")
    assert "form=" not in html


def test_other_member_may_mute_and_block(as_ada: Client, ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(bob)
    html = get_menu(as_ada, tweet)
    for verb in ("mute", "block"):
        url = reverse(f"django_tweets:profile_{verb}", args=[bob.handle])
        assert f'<button form="tw-act" formaction="{url}"' in html
    assert html.rindex("<li>") < html.index("tw-danger")
    assert url_of(tweet, "update") not in html
    services.mute(ada, bob)
    html = get_menu(as_ada, tweet)
    assert reverse("django_tweets:profile_unmute", args=[bob.handle]) in html
    assert reverse("django_tweets:profile_mute", args=[bob.handle]) not in html


def test_visitor_has_no_buttons(client: Client, ada: Profile) -> None:
    html = get_menu(client, tweet := make_tweet(ada))
    assert f'href="{url_of(tweet, "detail")}"' in html
    assert f'href="{url_of(tweet, "quote")}"' in html
    assert "form=" not in html


def test_menu_of_a_retweet_is_that_of_the_tweet(as_ada: Client, ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(bob)
    retweet = services.retweet(ada, tweet)
    assert f'href="{url_of(tweet, "detail")}"' in get_menu(as_ada, retweet)


@pytest.mark.parametrize(
    ("came_from", "returns_to"),
    [
        ("http://testserver/tweets/explore/", "http://testserver/tweets/explore/"),
        ("http://example.org/", ""),
        ("", ""),
    ],
)
def test_action_returns_to_the_page_before_the_menu(
    as_ada: Client, bob: Profile, came_from: str, returns_to: str
) -> None:
    tweet = make_tweet(bob)
    html = as_ada.get(url_of(tweet), headers={"Referer": came_from}).content.decode()
    returns_to = returns_to or tweet.get_absolute_url()
    assert f'<input type="hidden" name="next" value="{returns_to}">' in html


def test_menu_does_not_return_to_itself(as_ada: Client, bob: Profile) -> None:
    tweet = make_tweet(bob)
    headers = {"Referer": f"http://testserver{url_of(tweet)}"}
    html = as_ada.get(url_of(tweet), headers=headers).content.decode()
    assert f'<input type="hidden" name="next" value="{tweet.get_absolute_url()}">' in html


def test_menu_of_a_visitor_is_the_same_from_any_page(client: Client, ada: Profile) -> None:
    url = url_of(make_tweet(ada))
    pages = {client.get(url, headers={"Referer": f"http://testserver/{n}/"}).content for n in "12"}
    assert len(pages) == 1

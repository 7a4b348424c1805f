"""On a site that includes our URLs twice, all links of a page stay in the namespace of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse as django_reverse

from django_tweets import services
from django_tweets.current_app import get_app_of_request, get_current_app, reverse
from django_tweets.page_urls import reverse_or_none
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world
from tests.views.scenarios import path as path_in

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.hosts.mounts.urls"),
    pytest.mark.matrix,
]


def in_other(url: str) -> str:
    """Return the URL in namespace "other" of a URL in namespace "main"."""
    assert url.startswith("/main/")
    return url.replace("/main/", "/other/", 1)


@pytest.mark.parametrize("reader", ["author", "visitor"])
def test_every_page_links_only_to_its_namespace(reader: str) -> None:
    world = make_world(reader, "public")
    bob = make_profile("bob")
    services.follow(bob, world.author)
    answered = make_tweet(world.author, "@bob likes #tea")
    services.publish(bob, "Yes, @bob #tea", in_reply_to=answered, **TWEET_EXTRA)
    services.publish(world.author, "#tea", quote_of=answered, **TWEET_EXTRA)
    services.like(bob, answered)
    client = world.client()
    responses = {name: client.get(in_other(path_in(name, world))) for name in PAGES}
    responses.pop("attachment_file").close()  # which has no links
    assert [
        name
        for name, response in responses.items()
        if "/main/" in response.content.decode() + response.headers.get("Location", "")
    ] == []
    assert "/other/" in responses["explore"].content.decode()


def test_tweet_text_links_to_the_namespace_of_the_page(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "@bob #tea")
    url = tweet.get_absolute_url()
    for namespace, page in (("main", url), ("other", in_other(url)), ("main", url)):
        html = Client().get(page).content.decode()
        assert f'<a class="tw-mention" dir="ltr" href="/{namespace}/@bob/">' in html
        assert f'<a class="tw-hashtag" dir="auto" href="/{namespace}/tags/tea/">' in html


def test_error_page_links_only_to_its_namespace(as_ada: Client) -> None:
    response = as_ada.get("/other/@nobody/")
    assert response.status_code == 404
    assert "/other/" in response.content.decode()
    assert "/main/" not in response.content.decode()


def test_embed_links_only_to_its_namespace(ada: Profile, bob: Profile) -> None:
    tweet = services.publish(ada, "Yes", in_reply_to=make_tweet(bob, "Tea?"), **TWEET_EXTRA)
    url = in_other(django_reverse("django_tweets:tweet_embed", args=["ada", tweet.pk]))
    html = Client().get(url).content.decode()
    assert 'href="http://testserver/other/@ada/' in html
    assert 'href="/other/@bob/"' in html
    assert "/main/" not in html


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("tweet_like", "tweet"),
        ("tweet_delete", "tweet"),
        ("tweet_reply", "tweet"),
        ("profile_follow", "bob"),
        ("profile_mute", "bob"),
        ("settings", ""),
        ("notification_settings", ""),
        ("tweet_create", ""),
    ],
)
def test_action_redirects_to_its_namespace(
    as_ada: Client, ada: Profile, bob: Profile, name: str, args: str
) -> None:
    tweet = make_tweet(ada)
    arguments: dict[str, list[Any]] = {"tweet": ["ada", tweet.pk], "bob": ["bob"], "": []}
    url = in_other(django_reverse(f"django_tweets:{name}", args=arguments[args]))
    response = as_ada.post(url, {"content": "Hello", "visibility": "public", **EXTRA_FIELDS})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/other/")


EXTRA_FIELDS = {name: str(value) for name, value in TWEET_EXTRA.items()}


def test_member_login_returns_to_its_namespace() -> None:
    response = Client().post("/other/@ada/follow/")
    assert response.headers["Location"].endswith("?next=/other/%40ada/")


def test_namespace_ends_with_the_request(ada: Profile) -> None:
    Client().get(in_other(ada.get_absolute_url()))
    assert get_current_app() is None
    assert ada.get_absolute_url() == reverse("django_tweets:profile_detail", ["ada"])
    assert reverse_or_none("profile_detail", "ada") == "/main/@ada/"


def test_current_app_of_the_request_takes_precedence(rf: Any) -> None:
    request = rf.get("/")
    assert get_app_of_request(request) is None
    request.current_app = "other"
    assert get_app_of_request(request) == "other"
    assert get_app_of_request(None) is None

"""Forms that are sent twice: by a double click, a reload, or a retry after a lost answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import clear_script_prefix, resolve, reverse, set_script_prefix
from django.utils.encoding import iri_to_uri

from django_tweets import get_tweet_model, services
from django_tweets.models import (
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    FormKey,
    HashtagFollow,
    Like,
    Mute,
    TweetRevision,
)
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

HOME = reverse("django_tweets:home")
COMPOSE = reverse("django_tweets:tweet_create")
FRAGMENT = {"x-tweets-fragment": "1"}


def url_of(tweet: Tweet, page: str) -> str:
    return reverse(f"django_tweets:tweet_{page}", args=[tweet.profile.handle, tweet.pk])


def fields(client: Client, page: str, content: str = "hello", headers: Any = None) -> Any:
    """Return what a browser sends from the composer on page."""
    html = client.get(page, headers=headers).content.decode()
    # Without the form for a browser that is offline.
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    (form,) = re.findall(r"<form [^>]*tw-composer.*?</form>", html, re.DOTALL)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)"', form))
    return {**hidden, "content": content, **TWEET_EXTRA}


def without_token(response: Any) -> str:
    html = response.content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html)


@pytest.mark.parametrize("headers", [None, FRAGMENT], ids=["page", "script"])
@pytest.mark.parametrize("name", ["compose", "home", "detail", "reply", "quote"])
def test_form_sent_again_is_one_tweet(
    as_ada: Client, bob: Profile, name: str, headers: Any
) -> None:
    parent = make_tweet(bob)
    action = {"home": COMPOSE, "compose": COMPOSE, "detail": url_of(parent, "reply")}.get(
        name
    ) or url_of(parent, name)
    page = {"home": HOME, "detail": url_of(parent, "detail")}.get(name, action)
    data = fields(as_ada, page, headers=headers if page == action else None)
    first, second = (as_ada.post(action, data, headers=headers) for _ in range(2))
    assert first.status_code == second.status_code == (201 if headers else 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert without_token(first) == without_token(second)
    tweet = get_tweet_model().objects.exclude(pk=parent.pk).get()
    if headers:
        assert f'id="{tweet.anchor}"' in second.content.decode()
    assert find_inconsistencies() == []


def test_two_forms_are_two_tweets(as_ada: Client) -> None:
    one, two = fields(as_ada, COMPOSE), fields(as_ada, COMPOSE)
    assert one["key"] != two["key"]
    for data in (one, two):
        as_ada.post(COMPOSE, data)
    assert get_tweet_model().objects.count() == 2


def test_invalid_form_keeps_its_key(as_ada: Client) -> None:
    data = fields(as_ada, COMPOSE, "x" * 281)
    response = as_ada.post(COMPOSE, data)
    assert f'name="key" value="{data["key"]}"' in response.content.decode()


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "\0" * 22, "ä" * 22, ["a" * 22, "b"]])
def test_form_without_a_valid_key_publishes(as_ada: Client, key: Any) -> None:
    """As the form of a host, or of a program."""
    data = {"content": "hello", **TWEET_EXTRA} | ({} if key is None else {"key": key})
    for _ in range(2):
        assert as_ada.post(COMPOSE, data).status_code == 302
    assert get_tweet_model().objects.count() == 2
    assert not FormKey.objects.exists()


def test_key_of_another_member_reads_nothing(as_ada: Client, as_bob: Client, bob: Profile) -> None:
    data = fields(as_ada, COMPOSE, "secret") | {"visibility": "mentioned"}
    as_ada.post(COMPOSE, data)
    response = as_bob.post(COMPOSE, data | {"next": ""})
    assert response.headers["Location"].startswith(bob.get_absolute_url())
    assert get_tweet_model().objects.count() == 2


def test_edit_sent_again_keeps_one_revision(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "first")
    data = fields(as_ada, url_of(tweet, "update"), "second")
    assert "key" not in data
    for _ in range(2):
        assert as_ada.post(url_of(tweet, "update"), data).status_code == 302
    assert TweetRevision.objects.get().content == "first"


def test_actions_sent_again_change_nothing() -> None:
    """Every action that is no form: the rows after the second are those after the first."""
    wrong = []
    models: list[Any] = [Follow, FollowRequest, Block, Mute, Like, Bookmark, HashtagFollow]
    models.append(get_tweet_model())
    world = make_world("stranger", "public")
    client = world.client()
    for name in ACTIONS:
        if not hasattr(path_view(path(name, world)), "perform"):
            continue
        states = []
        for _ in range(2):
            assert client.post(path(name, world), headers=FRAGMENT).status_code < 500
            states.append([sorted(model._base_manager.values_list("pk")) for model in models])
        if states[0] != states[1]:
            wrong.append(name)
    assert wrong == []


def path_view(url: str) -> Any:
    return getattr(resolve(url).func, "view_class", None)


def test_profile_deleted_twice_is_deleted_once(as_ada: Client, ada: Profile) -> None:
    """The second form names the handle of the first profile."""
    other = make_profile()
    services.follow(other, ada)
    url = reverse("django_tweets:profile_delete")
    for _ in range(2):
        assert as_ada.post(url, {"confirmation": "ada"}).status_code < 500
    assert find_inconsistencies() == []


@pytest.mark.parametrize("headers", [None, FRAGMENT], ids=["page", "script"])
@pytest.mark.parametrize("name", ["reply", "quote"])
def test_form_sent_again_after_the_other_tweet_is_deleted(
    as_ada: Client, bob: Profile, name: str, headers: Any
) -> None:
    parent = make_tweet(bob)
    action = url_of(parent, name)
    data = fields(as_ada, action, headers=headers)
    first = as_ada.post(action, data, headers=headers)
    services.delete(parent)
    second = as_ada.post(action, data, headers=headers)
    assert first.status_code == second.status_code == (201 if headers else 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert get_tweet_model().objects.count() == 1


@pytest.mark.parametrize("content", ["hello", " "])
@pytest.mark.parametrize("name", ["reply", "quote", "update"])
def test_text_is_kept_if_the_tweet_is_gone(
    as_ada: Client, ada: Profile, name: str, content: str
) -> None:
    tweet = make_tweet(ada)
    action = url_of(tweet, name)
    data = fields(as_ada, action, content=content)
    services.delete(tweet)
    assert as_ada.get(action).status_code == 404
    response = as_ada.post(action, data)
    assert response.status_code == 404
    assert "in the form for a new tweet" in response.content.decode()
    assert as_ada.get(COMPOSE).context["form"]["content"].value() == content
    assert as_ada.post(action, {**data, "content": ""}).status_code == 404
    assert as_ada.post(action, data, headers=FRAGMENT).status_code == 404
    assert get_tweet_model().objects.count() == 0


@pytest.mark.parametrize("name", ["reply", "quote"])
def test_text_is_kept_if_moderators_withhold_the_tweet(
    as_ada: Client, ada: Profile, name: str
) -> None:
    tweet = make_tweet(ada)
    action = url_of(tweet, name)
    data = fields(as_ada, action, content="hello")
    type(tweet)._base_manager.filter(pk=tweet.pk).update(visibility="withheld")
    assert "in the form for a new tweet" not in as_ada.get(action).content.decode()
    response = as_ada.post(action, data)
    assert response.status_code == 403
    assert "in the form for a new tweet" in response.content.decode()
    assert as_ada.get(COMPOSE).context["form"]["content"].value() == "hello"
    assert as_ada.post(action, data, headers=FRAGMENT).status_code == 403


@pytest.fixture(params=["/", "/sub/", "/日本/"])
def prefix(request: pytest.FixtureRequest) -> Iterator[str]:
    """Mount the site below a path."""
    set_script_prefix(request.param)
    yield request.param
    clear_script_prefix()


def test_kept_text_waits_for_the_form(as_ada: Client, ada: Profile, prefix: str) -> None:
    """Under any prefix. Neither HEAD nor a tweet from another form takes it."""
    site: Any = {"SCRIPT_NAME": prefix.rstrip("/").encode().decode("iso-8859-1")}
    tweet = make_tweet(ada)
    action = f"/{url_of(tweet, 'reply').removeprefix(iri_to_uri(prefix))}"
    data = fields(as_ada, action, content="kept")
    services.delete(tweet)
    assert as_ada.post(action, data, **site).status_code == 404
    as_ada.head(COMPOSE, **site)
    as_ada.post(COMPOSE, {**data, "content": "another", "key": "other"}, **site)
    assert as_ada.get(COMPOSE, **site).context["form"]["content"].value() == "kept"


def test_second_click_on_delete_goes_on_like_the_first(as_ada: Client, ada: Profile) -> None:
    action = url_of(make_tweet(ada), "delete")
    first, second = as_ada.post(action), as_ada.post(action)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]

"""Pages of suspended members: a notice, disabled buttons, and refusals that keep what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse

from django_tweets import get_profile_model, services
from django_tweets.views.base import FRAGMENT_HEADER
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_tweet
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

NOTICE = "You are suspended: you can read, undo and delete, but not add or change anything."
FRAGMENT: dict[str, Any] = {"headers": {FRAGMENT_HEADER: "1"}}


@pytest.fixture
def suspended(ada: Profile) -> Profile:
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    return ada


@pytest.fixture
def tweet(bob: Profile) -> Tweet:
    return make_tweet(bob, "#tea")


def url(name: str, *args: Any) -> str:
    return reverse(f"django_tweets:{name}", args=args)


def test_pages_tell_suspended_member(as_ada: Client, ada: Profile) -> None:
    assert NOTICE not in as_ada.get(url("home")).content.decode()
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    html = as_ada.get(url("home")).content.decode()
    assert NOTICE in html
    assert "tw-composer" not in html


def test_suspended_member_is_not_asked_for_a_name(as_ada: Client, suspended: Profile) -> None:
    generated = {"handle": "user_38775972", "display_name": ""}
    get_profile_model()._base_manager.filter(pk=suspended.pk).update(**generated)
    assert "Choose your name" not in as_ada.get(url("home")).content.decode()


FORMS: dict[str, dict[str, Any]] = {
    "tweet_create": {"content": "TYPED", **TWEET_EXTRA},
    "profile_edit": {"handle": "ada", "bio": "TYPED", **PROFILE_EXTRA},
    "profile_name": {"handle": "ada", "display_name": "TYPED"},
    "settings": {"is_protected": "on"},
}


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("name", FORMS)
def test_refused_form_keeps_what_was_typed(
    as_ada: Client, suspended: Profile, name: str, headers: Any
) -> None:
    response = as_ada.post(url(name), FORMS[name], **headers)
    html = response.content.decode()
    assert response.status_code == 403
    assert 'class="errorlist nonfield"' in html
    assert NOTICE in html
    assert "TYPED" in html or "checked" in html


@pytest.mark.parametrize("name", ["tweet_reply", "tweet_quote"])
def test_refused_answer_keeps_what_was_typed(
    as_ada: Client, suspended: Profile, tweet: Tweet, name: str
) -> None:
    response = as_ada.post(url(name, "bob", tweet.pk), FORMS["tweet_create"])
    assert response.status_code == 403
    assert "TYPED" in response.content.decode()


REFUSED = ["tweet_like", "tweet_bookmark", "tweet_retweet", "profile_follow", "hashtag_follow"]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_action_tells_why(
    as_ada: Client, suspended: Profile, tweet: Tweet, name: str
) -> None:
    kind = name.partition("_")[0]
    args = {"tweet": ["bob", tweet.pk], "profile": ["bob"], "hashtag": ["tea"]}[kind]
    response = as_ada.post(url(name, *args), **FRAGMENT)
    assert response.status_code == 403
    assert NOTICE in response.content.decode()


def test_buttons_that_add_are_disabled(as_ada: Client, suspended: Profile, tweet: Tweet) -> None:
    html = as_ada.get(url("explore")).content.decode()
    card = html[html.index("tw-actions") :]
    disabled = re.findall(r"<button[^>]* disabled[^>]*data-action=\"(\w+)\"", card)
    assert disabled == ["retweet", "like", "bookmark"]
    assert 'data-action="reply"' not in card
    assert 'data-action="quote"' not in card
    for page in (url("profile_detail", "bob"), url("hashtag", "tea")):
        assert re.search(r"data-action=\"follow\" disabled", as_ada.get(page).content.decode())


def test_buttons_that_undo_work(as_ada: Client, ada: Profile, bob: Profile, tweet: Tweet) -> None:
    for service in (services.like, services.bookmark, services.retweet):
        service(ada, tweet)
    services.follow(ada, bob)
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    html = as_ada.get(url("profile_detail", "bob")).content.decode()
    assert " disabled" not in html
    assert as_ada.post(url("tweet_unlike", "bob", tweet.pk), **FRAGMENT).status_code == 200


ALLOWED = {
    "data_export",
    "notification_settings",
    "profile_block",
    "profile_mute",
    "profile_reject",
}
ALLOWED |= {"hashtag_unfollow", "tweet_unbookmark", "tweet_unlike", "tweet_unretweet"}


@pytest.mark.matrix
def test_forms_of_a_suspended_member_only_take_away() -> None:
    world = make_world("stranger", "public")
    assert world.viewer is not None
    get_profile_model()._base_manager.filter(pk=world.viewer.pk).update(is_suspended=True)
    client, done = world.client(), set()
    data = {"content": "DONE", "display_name": "DONE", "handle": "reader", "is_protected": "on"}
    data |= {"confirmation": "reader", **TWEET_EXTRA, **PROFILE_EXTRA}
    for name, (_, rows, prepare) in ACTIONS.items():
        with transaction.atomic():
            if prepare is not None:
                prepare(world)
            before = rows(world)
            client.post(path(name, world), data)
            if rows(world) != before:
                done.add(name)
            transaction.set_rollback(True)
    assert done == ALLOWED

"""What a visitor can store in a session is bounded: the text that a member was writing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core.signing import Signer
from django.urls import reverse

from django_tweets import services
from django_tweets.services.unsent_texts import SESSION_KEY
from django_tweets.text import MAX_RAW_LENGTH
from django_tweets.views import unsent_text
from django_tweets.views.base import MAX_MESSAGES
from tests.factories import PASSWORD, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

COMPOSE = reverse("django_tweets:tweet_create")
COOKIES = "django.contrib.sessions.backends.signed_cookies"


def log_in(client: Client, member: Profile) -> None:
    names = {"username": member.user.get_username(), "password": PASSWORD}
    assert client.post("/accounts/login/", names).status_code == 302


def text_of_composer(client: Client) -> str:
    value: str | None = client.get(COMPOSE).context["form"]["content"].value()
    return value or ""


@pytest.mark.parametrize("writer", ["", "ada", "ada:forged", "x" * 1_000_000, "\0"])
def test_form_that_we_did_not_make_for_a_member_stores_nothing(
    client: Client, ada: Profile, writer: str
) -> None:
    response = client.post(COMPOSE, {"content": "hello", "writer": writer})
    assert response.status_code == 302
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()


def test_signature_of_another_purpose_is_refused(client: Client, ada: Profile) -> None:
    client.post(COMPOSE, {"content": "hello", "writer": Signer().sign("ada")})
    assert not client.session.keys()


@pytest.mark.parametrize("content", ["x" * (MAX_RAW_LENGTH + 1), "x" * 2_400_000])
def test_text_that_no_tweet_can_be_is_not_stored(
    client: Client, ada: Profile, content: str
) -> None:
    client.post(COMPOSE, {"content": content, "writer": unsent_text.sign(ada)})
    assert not client.session.keys()


def test_session_keeps_one_text(client: Client, ada: Profile) -> None:
    writer = unsent_text.sign(ada)
    sizes = set()
    for _ in range(3):
        tweet = make_tweet(ada)
        url = reverse("django_tweets:tweet_reply", args=["ada", tweet.pk])
        client.post(url, {"content": "x" * MAX_RAW_LENGTH, "writer": writer})
        sizes.add(len(Session.objects.get().session_data))
    assert max(sizes) < 2 * MAX_RAW_LENGTH
    assert list(client.session.keys()) == [SESSION_KEY]


@pytest.mark.parametrize("length", [280, 4_000, 5_000, MAX_RAW_LENGTH])
def test_session_in_a_cookie_is_one_that_browsers_keep(
    client: Client, ada: Profile, settings: Any, length: int
) -> None:
    settings.SESSION_ENGINE = COOKIES
    writer = unsent_text.sign(ada)
    client.post(COMPOSE, {"content": "short", "writer": writer})
    content = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))
    client.post(COMPOSE, {"content": content, "writer": writer})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert len(cookie.OutputString()) < 4096
    log_in(client, ada)
    # The shorter text stays if there is no room for the other.
    assert text_of_composer(client) == (content if length <= 4_000 else "short")


def test_text_that_no_cookie_holds_is_not_stored(
    client: Client, ada: Profile, settings: Any
) -> None:
    settings.SESSION_ENGINE = COOKIES
    content = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9_000))
    client.post(COMPOSE, {"content": content, "writer": unsent_text.sign(ada)})
    assert not client.session.keys()


@pytest.mark.needs("django.contrib.messages")
def test_messages_that_nobody_reads_are_bounded(as_ada: Client, bob: Profile) -> None:
    for _ in range(MAX_MESSAGES):
        for name in ("profile_follow", "profile_unfollow"):
            as_ada.post(reverse(f"django_tweets:{name}", args=["bob"]))
    response = as_ada.post(reverse("django_tweets:profile_follow", args=["bob"]))
    assert len(get_messages(response.wsgi_request)) == MAX_MESSAGES


@pytest.mark.parametrize("is_deleted", [True, False])
def test_text_does_not_go_to_who_takes_the_handle(
    client: Client, bob: Profile, is_deleted: bool, settings: Any
) -> None:
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 0
    writer = make_profile("writer")
    client.post(COMPOSE, {"content": "secret", "writer": unsent_text.sign(writer)})
    if is_deleted:
        services.delete_profile(writer)
    else:
        services.update_profile(writer, handle="writer2")
    services.update_profile(bob, handle="writer")
    client.force_login(bob.user)
    assert text_of_composer(client) == ""
    assert SESSION_KEY not in client.session


def test_text_stays_with_a_writer_who_changes_the_handle(client: Client, ada: Profile) -> None:
    client.post(COMPOSE, {"content": "hello", "writer": unsent_text.sign(ada)})
    services.update_profile(ada, handle="ada2")
    client.force_login(ada.user)
    assert text_of_composer(client) == "hello"

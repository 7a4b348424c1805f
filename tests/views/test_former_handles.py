"""URLs with a handle that its owner has changed lead to the owner, for those who may see it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.models import Block, FormerHandle
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

PAGES = [
    "profile_detail",
    "profile_replies",
    "profile_media",
    "profile_likes",
    "profile_mentions",
    "profile_activity",
    "profile_card",
    "followers",
    "following",
    "profile_atom",
    "profile_rss",
]


@pytest.fixture
def renamed(ada: Profile) -> Profile:
    services.update_profile(ada, handle="countess")
    return ada


def url(name: str, handle: str) -> str:
    return reverse(f"django_tweets:{name}", args=[handle])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("handle", ["ada", "Ada"])
def test_page_of_a_former_handle_redirects(renamed: Profile, name: str, handle: str) -> None:
    for method in (Client().get, Client().head):
        response = method(f"{url(name, handle)}?before=5")
        assert response.status_code == 302  # the handle may be another member's in some weeks
        assert response.headers["Location"] == f"{url(name, 'countess')}?before=5"


def test_tweet_of_a_former_handle_is_found(renamed: Profile) -> None:
    tweet = make_tweet(renamed)
    old = reverse("django_tweets:tweet_detail", args=["ada", tweet.pk])
    response = Client().get(old, follow=True)
    assert response.redirect_chain[-1][0] == tweet.get_absolute_url()
    oembed = Client().get(reverse("django_tweets:oembed"), {"url": f"http://testserver{old}"})
    assert oembed.status_code == 200
    embed = Client().get(reverse("django_tweets:tweet_embed", args=["ada", tweet.pk]))
    assert embed.status_code == 200


def block(renamed: Profile, bob: Profile) -> None:
    Block.objects.create(blocker=renamed, blocked=bob)


def suspend(renamed: Profile, bob: Profile) -> None:
    services.update_profile(renamed, is_suspended=True)


def deactivate(renamed: Profile, bob: Profile) -> None:
    type(renamed.user)._base_manager.filter(pk=renamed.user_id).update(is_active=False)


def delete(renamed: Profile, bob: Profile) -> None:
    services.delete_profile(renamed)


def expire(renamed: Profile, bob: Profile) -> None:
    FormerHandle.objects.update(released_at=timezone.now() - timedelta(days=90))


@pytest.mark.parametrize("hide", [block, suspend, deactivate, delete, expire])
def test_former_handle_of_a_hidden_member_is_as_an_unknown_one(
    renamed: Profile, bob: Profile, hide: Any
) -> None:
    services.update_profile(renamed, handle="first_name")
    services.update_profile(renamed, handle="last_name")
    hide(renamed, bob)
    client = Client()
    client.force_login(bob.user)
    client.get(reverse("django_tweets:explore"))  # the caches are filled
    for name in PAGES:
        if name in {"profile_atom", "profile_rss"} and hide is block:
            continue  # a feed is the same for everybody
        answers = []
        for handle in ("first_name", "unknown_name"):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url(name, handle))
            body = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", response.content)
            shown = (response.status_code, body.replace(handle.encode(), b""))
            answers.append((shown, len(queries)))
        assert answers[0] == answers[1], name
        assert answers[0][0][0] == 404


def test_feed_of_a_protected_member_does_not_redirect(renamed: Profile) -> None:
    services.update_profile(renamed, is_protected=True)
    assert Client().get(url("profile_atom", "ada")).status_code == 404
    assert Client().get(url("profile_detail", "ada")).status_code == 302


def test_present_owner_comes_first(renamed: Profile, bob: Profile) -> None:
    bob.handle = "ada"
    bob.save()  # as staff may do in a shell
    response = Client().get(url("profile_detail", "ada"))
    assert response.status_code == 200
    assert response.context["profile"] == bob


def test_form_for_a_former_handle_changes_nothing(renamed: Profile, bob: Profile) -> None:
    client = Client()
    client.force_login(bob.user)
    response = client.post(url("profile_follow", "ada"), headers={"X-Tweets-Fragment": "1"})
    assert response.status_code == 404
    bob.refresh_from_db()
    assert bob.following_count == 0


def test_mention_of_a_former_handle_leads_to_its_owner(renamed: Profile) -> None:
    writer = make_profile("writer")
    services.update_profile(renamed, handle="ada")
    tweet = make_tweet(writer, "Hello @ada")
    services.update_profile(renamed, handle="countess")
    page = Client().get(tweet.get_absolute_url()).content.decode()
    assert 'href="/tweets/@countess/"' in page

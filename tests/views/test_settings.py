from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Follow, FollowRequest, Like
from tests.factories import make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

SETTINGS = reverse("django_tweets:settings")
DELETE = reverse("django_tweets:profile_delete")
EXPLORE = reverse("django_tweets:explore")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def is_checked(html: str) -> bool:
    """Return whether the box of protection is checked on the page of settings."""
    (box,) = re.findall(r'<input[^>]* name="is_protected"[^>]*>', html)
    return " checked" in box


def told(response: Any) -> list[str]:
    """Return the messages for the member, on a host with contrib.messages."""
    return [str(message) for message in response.context.get("messages") or []]


class TestSettings:
    @pytest.mark.parametrize("path", [SETTINGS, DELETE])
    def test_visitor_is_sent_to_login(self, client: Client, path: str) -> None:
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"

    def test_settings_link_to_all_other_settings(self, as_ada: Client, ada: Profile) -> None:
        html = page(as_ada, SETTINGS)
        for name in ("profile_edit", "profile_delete", "muted", "blocked", "bookmarks"):
            assert f'href="{reverse(f"django_tweets:{name}")}"' in html
        requests = f'<li><a href="{reverse("django_tweets:follow_requests")}">'
        assert requests not in html
        services.update_profile(ada, is_protected=True)
        assert requests in page(as_ada, SETTINGS)

    def test_protection_is_turned_on_and_off(
        self, as_ada: Client, as_bob: Client, ada: Profile
    ) -> None:
        make_tweet(ada, "SECRET")
        assert not is_checked(page(as_ada, SETTINGS))
        response = as_ada.post(SETTINGS, {"is_protected": "on"})
        assert response.headers["Location"] == SETTINGS
        assert is_checked(page(as_ada, SETTINGS))
        assert "SECRET" not in page(as_bob, ada.get_absolute_url())
        as_ada.post(SETTINGS, {})
        assert not is_checked(page(as_ada, SETTINGS))
        assert "SECRET" in page(as_bob, ada.get_absolute_url())

    def test_turning_protection_off_accepts_requests(
        self,
        as_ada: Client,
        ada: Profile,
        bob: Profile,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        services.update_profile(ada, is_protected=True)
        services.follow(bob, ada)
        with django_capture_on_commit_callbacks(execute=True):
            as_ada.post(SETTINGS, {})
        assert not FollowRequest.objects.exists()
        assert Follow.objects.filter(follower=bob, followed=ada).exists()

    @pytest.mark.needs("django.contrib.messages")
    def test_save_shows_a_message(self, as_ada: Client) -> None:
        response = as_ada.post(SETTINGS, {"is_protected": "on"}, follow=True)
        assert told(response) == ["Your settings have been saved."]


class TestDeletingOnesProfile:
    def test_page_lists_what_is_deleted(self, as_ada: Client, ada: Profile) -> None:
        make_tweet(ada)
        html = page(as_ada, DELETE)
        assert "<li>1 tweet</li>" in html
        assert "@ada" in html
        assert 'name="confirmation"' in html
        assert 'value="ada"' not in html

    @pytest.mark.parametrize("typed", ["", "bob", "ad", "@", "ada2"])
    def test_wrong_handle_deletes_nothing(
        self, as_ada: Client, ada: Profile, bob: Profile, typed: str
    ) -> None:
        response = as_ada.post(DELETE, {"confirmation": typed})
        assert response.status_code == 422
        assert "confirmation" in response.context["form"].errors
        assert f'value="{typed}"' in response.content.decode() or not typed
        ada.refresh_from_db()
        assert ada.deleted_at is None

    @pytest.mark.parametrize("typed", ["ada", "@ada", " ADA "])
    def test_profile_is_deleted_and_account_stays(
        self,
        as_ada: Client,
        ada: Profile,
        bob: Profile,
        typed: str,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        liked = make_tweet(bob, "LIKED")
        make_tweet(ada, "SAID")
        services.like(ada, liked)
        services.follow(ada, bob)
        services.follow(bob, ada)
        with django_capture_on_commit_callbacks() as tasks:
            response = as_ada.post(DELETE, {"confirmation": typed})
        assert response.status_code == 302
        assert response.headers["Location"] == EXPLORE
        # Before the task has run, it is hidden.
        html = page(as_ada, EXPLORE)
        assert "LIKED" in html
        assert "SAID" not in html
        for task in tasks:
            task()
        assert not get_tweet_model().objects.filter(content="SAID").exists()
        assert not Like.objects.exists()
        assert not Follow.objects.exists()
        bob.refresh_from_db()
        assert (bob.follower_count, bob.following_count) == (0, 0)
        assert SESSION_KEY in as_ada.session
        assert get_user_model()._default_manager.filter(pk=ada.user.pk).exists()

    def test_next_page_has_a_new_profile(self, as_ada: Client, ada: Profile) -> None:
        services.update_profile(ada, bio="I count.", is_protected=True)
        make_tweet(ada, "SAID")
        html = as_ada.post(DELETE, {"confirmation": "ada"}, follow=True).content.decode()
        new = get_profile_model().objects.get(user=ada.user.pk)
        assert new.pk != ada.pk
        assert f'href="{new.get_absolute_url()}"' in html
        own_page = page(as_ada, new.get_absolute_url())
        assert "<b>0</b> tweets" in own_page
        assert "I count." not in own_page
        assert "SAID" not in own_page
        assert page(as_ada, reverse("django_tweets:home"))

    @pytest.mark.needs("django.contrib.messages")
    def test_next_page_shows_a_message(self, as_ada: Client, ada: Profile) -> None:
        response = as_ada.post(DELETE, {"confirmation": "ada"}, follow=True)
        assert told(response) == ["Your profile has been deleted. You have a new, empty one."]

    def test_suspended_member_deletes_the_profile(self, as_ada: Client, ada: Profile) -> None:
        services.update_profile(ada, is_suspended=True)
        assert "your new profile is suspended, too" in page(as_ada, DELETE)
        as_ada.post(DELETE, {"confirmation": "ada"})
        ada.refresh_from_db()
        assert ada.deleted_at
        assert as_ada.get(reverse("django_tweets:home")).status_code == 403

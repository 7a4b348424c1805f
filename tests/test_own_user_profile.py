"""A site with a user.profile of its own: ours is user.tweets_profile, and theirs is untouched.

tests/migrations/test_profile_accessor.py runs it, and other tests, on that site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Template
from django.urls import reverse

from django_tweets import checks, get_profile_model, services, timelines
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.needs("tests.hosts.clash")]


def sign_up(name: str) -> Any:
    return get_user_model().objects.create_user(name)


def test_new_user_has_both_profiles() -> None:
    user = sign_up("ada")
    assert user.profile.team == "blue"
    assert user.tweets_profile.handle == "ada"
    assert services.get_profile(user) == user.tweets_profile


def test_both_profiles_are_found_in_queries() -> None:
    user = sign_up("ada")
    users: Any = get_user_model()._default_manager
    assert users.get(tweets_profile__handle="ada", profile__team="blue") == user
    assert users.select_related("profile", "tweets_profile").get().tweets_profile.handle == "ada"


def test_user_from_before_the_app_gets_our_profile_on_access() -> None:
    user: Any = get_user_model()(username="old")
    get_user_model()._base_manager.bulk_create([user])
    assert user.tweets_profile.handle == "old"
    with pytest.raises(get_user_model().profile.RelatedObjectDoesNotExist):
        user.profile  # noqa: B018 - the access is what is tested


@pytest.mark.parametrize("name", ["home", "notifications", "profile_edit", "settings"])
def test_page_of_a_member_is_shown(name: str, client: Client) -> None:
    user = sign_up("ada")
    client.force_login(user)
    response = client.get(reverse(f"django_tweets:{name}"))
    assert response.status_code == 200
    assert response.context["viewer"] == user.tweets_profile


def test_page_of_a_user_is_found_by_the_key_of_the_user(client: Client) -> None:
    user = sign_up("ada")
    response = client.get(reverse("django_tweets:user_profile", args=[user.pk]))
    assert response["Location"] == user.tweets_profile.get_absolute_url()


def test_tags_take_our_profile() -> None:
    user = sign_up("ada")
    make_tweet(user.tweets_profile, "hello from ada")
    html = Template(
        "{% load django_tweets %}{% profile_card user.tweets_profile %}"
        "{% profile_timeline user.tweets_profile %}"
    ).render(Context({"user": user}))
    assert "@ada" in html
    assert "hello from ada" in html


def test_services_take_our_profile() -> None:
    ada, bob = make_profile("ada"), make_profile("bob")
    services.follow(ada, bob)
    tweet = services.publish(bob, "hello @ada")
    assert [row.pk for row in timelines.home(ada).rows] == [tweet.pk]


def test_deleting_a_user_deletes_both_profiles() -> None:
    user = sign_up("ada")
    team_profiles = type(user.profile).objects
    user.delete()
    assert not team_profiles.exists()
    assert not get_profile_model().objects.exists()


def test_hint_for_a_taken_tweets_profile_is_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_user_model(), "tweets_profile", property(lambda self: "tall"))
    (message,) = checks.check_profile_accessor()
    assert message.hint == 'DJANGO_TWEETS_PROFILE_ACCESSOR = "django_tweets_profile"'

"""The code of docs/tutorial.md works unchanged with this package."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model
from tests.factories import TWEET_EXTRA, make_user
from tests.hosts import tutorial

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.hosts.tutorial.urls")]


@pytest.fixture(autouse=True)
def _templates_of_the_tutorial(settings: Any) -> None:
    folder = Path(tutorial.__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]


def test_profile_page_of_the_tutorial_works(client: Client) -> None:
    user = make_user("ada")
    user.profile.bio = "Numbers."
    user.profile.save()
    Tweet = get_tweet_model()  # noqa: N806 - as the tutorial calls it
    old = timezone.now() - timedelta(days=1)
    Tweet.objects.create(profile=user.profile, content="yesterday", created_at=old, **TWEET_EXTRA)
    Tweet.objects.create(profile=user.profile, content="today", **TWEET_EXTRA)

    url = f"/profile/{user.pk}/"
    assert client.get(url).status_code == 302
    client.force_login(make_user("bob"))
    response = client.get(url)
    assert response.status_code == 200
    assert [template.name for template in response.templates] == ["twitter_user/profile.html"]
    assert [tweet.content for tweet in response.context["tweets"]] == ["today", "yesterday"]
    assert response.context["user1"] == user
    assert response.context["profile"] == user.profile
    assert response.context["tweet_count"] == 2
    html = response.content.decode()
    assert "Numbers." in html
    assert html.index("today") < html.index("yesterday")


def test_missing_user_is_not_found(client: Client) -> None:
    user = make_user()
    client.force_login(make_user())
    pk = user.pk
    user.delete()
    assert client.get(f"/profile/{pk}/").status_code == 404


def test_tweet_counts_agree() -> None:
    profile = make_user().profile
    get_tweet_model().objects.create(profile=profile, content="one", **TWEET_EXTRA)
    get_tweet_model().objects.create(profile=profile, content="two", **TWEET_EXTRA).delete()
    profile.refresh_from_db()
    assert profile.tweets.count() == profile.tweet_count == 1


def test_model_rules_of_the_tutorial_hold() -> None:
    profile = make_user().profile
    assert profile.bio == ""
    profile.full_clean()
    profile.bio = "x" * 201
    with pytest.raises(ValidationError):
        profile.full_clean()
    for content in ("", "x" * 281):
        with pytest.raises(ValidationError):
            get_tweet_model()(profile=profile, content=content, **TWEET_EXTRA).full_clean()


def test_deleting_a_user_or_profile_deletes_tweets() -> None:
    Profile, Tweet = get_profile_model(), get_tweet_model()  # noqa: N806 - as it calls them
    ada, bob = make_user("ada"), make_user("bob")
    for user in (ada, bob):
        Tweet.objects.create(profile=user.profile, content="hello", **TWEET_EXTRA)
    ada.delete()
    assert [profile.handle for profile in Profile.objects.all()] == ["bob"]
    assert Tweet.objects.count() == 1
    bob.profile.delete()
    assert Tweet.objects.count() == 0

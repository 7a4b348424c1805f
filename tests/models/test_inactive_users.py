"""Visibility rules: users with is_active=False are hidden as suspended profiles are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from django_tweets import get_profile_model, services
from django_tweets.models import Hashtag
from tests.factories import make_profile, make_tweet, make_user
from tests.models.test_visibility import (
    PUBLIC_AND_UNLISTED,
    get_readable,
    set_fields,
    write_one_of_each,
)

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_inactive_user_is_hidden_from_all_but_staff(ada: Profile, bob: Profile) -> None:
    fan, staff = make_profile("fan"), services.get_profile(make_user("staff", is_staff=True))
    services.follow(fan, ada)
    write_one_of_each(ada)
    deactivate(ada)
    for viewer in (None, bob, fan):
        assert get_readable(viewer) == set()
        assert ada not in get_profile_model().objects.visible_to(viewer)
        assert ada not in get_profile_model().objects.visible_or_blocked_by(viewer)
    assert get_readable(staff) == PUBLIC_AND_UNLISTED
    assert ada in get_profile_model().objects.visible_to(staff)


def test_retweet_of_an_inactive_user_is_hidden(ada: Profile, bob: Profile) -> None:
    make_tweet(bob, "", retweet_of=make_tweet(ada))
    deactivate(ada)
    assert get_readable(None) == set()


def test_author_without_a_user_is_visible(ada: Profile) -> None:
    write_one_of_each(ada)
    set_fields(ada, user=None)
    assert get_readable(None) == PUBLIC_AND_UNLISTED


def test_user_model_without_the_column_hides_nobody(ada: Profile, settings: Any) -> None:
    write_one_of_each(ada)
    deactivate(ada)
    settings.AUTH_USER_MODEL = "auth.Group"
    assert get_readable(None) == PUBLIC_AND_UNLISTED


def test_recount_follows_a_flag_that_was_set_without_a_signal(
    ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = make_tweet(bob, "Hello")
    make_tweet(ada, "#tea", in_reply_to=tweet, in_reply_to_profile=bob, conversation=tweet)

    def numbers() -> tuple[int, int]:
        tweet.refresh_from_db()
        return Hashtag.objects.get().tweet_count, tweet.reply_count

    deactivate(ada)
    assert numbers() == (1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.recount_profile(ada) is ada
    assert numbers() == (0, 0)
    deactivate(ada, is_active=True)
    with django_capture_on_commit_callbacks(execute=True):
        services.recount_profile(ada)
    assert numbers() == (1, 1)


def test_nothing_names_an_inactive_user(client: Any, ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(bob, "Hello @ada")
    mine = make_tweet(ada, "MINE #tea")
    services.like(ada, tweet)
    services.follow(ada, bob)
    deactivate(ada)
    client.force_login(bob.user)
    paths = [
        "explore/",
        "search/?q=mine",
        "search/people/?q=ada",
        "search/tags/?q=tea",
        "autocomplete/?q=ad",
        "suggestions/",
        "notifications/",
        "@bob/followers/",
        f"@bob/{tweet.pk}/likes/",
        "search/feed.atom?q=mine",
    ]
    for path in paths:
        content = client.get(f"/tweets/{path}").content
        assert b"MINE" not in content, path
        assert b"/@ada/" not in content, path
    for path in ("@ada/", "@ada/card/", f"@ada/{mine.pk}/", "@ada/feed.atom"):
        assert client.get(f"/tweets/{path}").status_code == 404


def test_session_of_an_inactive_user_ends(client: Any, ada: Profile) -> None:
    client.force_login(ada.user)
    assert client.get("/tweets/").status_code == 200
    deactivate(ada)
    assert client.get("/tweets/").status_code == 302


def deactivate(profile: Profile, *, is_active: bool = False) -> None:
    """Deactivate the user of profile as the admin's actions do, without a signal."""
    get_user_model().objects.filter(pk=profile.user_id).update(is_active=is_active)

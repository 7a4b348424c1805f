"""Visibility rules: users with is_active=False are hidden as suspended profiles are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from django_tweets import get_profile_model, services
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


def deactivate(profile: Profile) -> None:
    """Deactivate the user of profile as the admin's actions do, without a signal."""
    get_user_model().objects.filter(pk=profile.user_id).update(is_active=False)

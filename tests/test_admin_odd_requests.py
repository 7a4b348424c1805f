"""Odd filters and actions in the admin: no 500, on every database."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model
from tests.factories import make_profile, make_tweet, make_user

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]

MODELS = [get_profile_model(), get_tweet_model()]
ODD = ["%00", "a,%00", "%ED%A0%80", "", "x", "-1", "9" * 25, "9" * 5000, "1e400", ",", "0"]
LOOKUPS = ["", "__exact", "__in", "__isnull", "__gte", "__gt", "__lte", "__lt"]
ODD_KEYS = ["abc", "\0", "", "-1", "1.5", "9" * 25, "9" * 5000, "\u0661"]


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture(params=[0, 1], ids=["profiles", "tweets"])
def listed(request: pytest.FixtureRequest) -> str:
    """The address of a list in the admin."""
    make_tweet(make_profile())
    options = MODELS[request.param]._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist")


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_odd_filter_is_no_server_error(as_staff: Client, listed: str, lookup: str) -> None:
    as_staff.raise_request_exception = False
    names = ["id", "pk", "handle", "user", "profile", "profile__handle", "retweet_of", "created_at"]
    names.append(f"user__{get_user_model().USERNAME_FIELD}")
    for name, value in product(names, ODD):
        response = as_staff.get(f"{listed}?{name}{lookup}={value}")
        assert response.status_code < 500, (name, value)


@pytest.mark.parametrize("key", ODD_KEYS, ids=ascii)
@pytest.mark.parametrize("across", ["0", "1"])
def test_action_on_odd_keys_is_no_server_error(
    as_staff: Client, listed: str, key: str, across: str
) -> None:
    as_staff.raise_request_exception = False
    data = {"action": "delete_selected", "_selected_action": key, "select_across": across}
    response = as_staff.post(listed, data)
    assert response.status_code in {200, 302}
    assert get_tweet_model()._base_manager.exists()


def test_action_takes_the_other_keys(as_staff: Client) -> None:
    tweet, other = (make_tweet(make_profile()) for _ in range(2))
    options = type(tweet)._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    keys = ["abc", str(tweet.pk)]
    as_staff.post(url, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert get_tweet_model()._base_manager.get() == other

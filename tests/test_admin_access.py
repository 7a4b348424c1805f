"""Staff who lack a permission: what the admin shows and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_tweet, make_user

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]

DATA = {"content": "CHANGED", "visibility": "public", "handle": "changed", "bio": "CHANGED"}
DATA |= {"post": "yes", **TWEET_EXTRA, **PROFILE_EXTRA}


def url(row: Any, name: str) -> str:
    meta = row._meta
    arguments = [] if name == "changelist" else [row.pk]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=arguments)


def give(user: Any, verb: str) -> None:
    """Give user a permission on both models."""
    names = [
        f"{verb}_{model._meta.model_name}" for model in (get_profile_model(), get_tweet_model())
    ]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))


@pytest.mark.parametrize("verb", ["", "view", "change", "delete"])
def test_staff_do_what_their_permission_allows(client: Client, ada: Profile, verb: str) -> None:
    staff = make_user(is_staff=True)
    if verb:
        give(staff, verb)
    client.force_login(staff)
    tweet = make_tweet(ada, "PRIVATE", visibility="followers")
    for row in (tweet, ada):
        for name in ("changelist", "change"):
            may_see = verb in {"view", "change"}
            assert (client.get(url(row, name)).status_code == 200) == may_see, (row, name)
        changed = client.post(url(row, "change"), DATA).status_code == 302
        assert changed == (verb == "change"), row
        deleted = client.post(url(row, "delete"), DATA).status_code == 302
        assert deleted == (verb == "delete"), row
    is_there = get_tweet_model()._base_manager.filter(pk=tweet.pk).exists()
    assert is_there == (verb != "delete")

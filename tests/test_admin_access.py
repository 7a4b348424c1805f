"""Staff who lack a permission: what the admin shows and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_tweet, make_user

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

ADDITION, CHANGE, DELETION = 1, 2, 3  # of LogEntry, which is there on hosts with the admin only

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]

DATA = {"content": "CHANGED", "visibility": "public", "handle": "changed", "bio": "CHANGED"}
DATA |= {"post": "yes", **TWEET_EXTRA, **PROFILE_EXTRA}


def url(row: Any, name: str) -> str:
    meta = row._meta
    arguments = [] if name in {"add", "changelist"} else [row.pk]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=arguments)


def give(user: Any, verb: str) -> None:
    """Give user a permission on both models."""
    names = [
        f"{verb}_{model._meta.model_name}" for model in (get_profile_model(), get_tweet_model())
    ]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))


def test_staff_change_a_suspended_member(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for row in (tweet, ada):
        data = {**DATA, "is_suspended": "on", "user": ada.user_id}
        assert client.post(url(row, "change"), data).status_code == 302
        row.refresh_from_db()
    assert (tweet.content, ada.bio, ada.is_suspended) == ("CHANGED", "CHANGED", True)
    assert client.post(url(ada, "delete"), DATA).status_code == 302
    ada.refresh_from_db()
    assert ada.deleted_at


def test_log_has_keys_and_no_texts(client: Client, ada: Profile) -> None:
    log = apps.get_model("admin", "LogEntry")
    tweet = make_tweet(ada, "PRIVATE")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for row in (tweet, ada):
        client.post(url(row, "change"), {**DATA, "user": ada.user_id})
        client.post(url(row, "delete"), DATA)
    client.post(url(ada, "add"), {**DATA, "handle": "added"})
    rows = log.objects.order_by("pk").values_list("action_flag", "object_repr")
    names = [f"{row._meta.verbose_name} {row.pk}" for row in (tweet, ada)]
    expected = [(flag, name) for name in names for flag in (CHANGE, DELETION)]
    added = get_profile_model()._base_manager.get(handle="added")
    assert [*rows] == [*expected, (ADDITION, f"{ada._meta.verbose_name} {added.pk}")]


@pytest.mark.parametrize("may_change_users", [False, True])
def test_profile_is_given_to_another_user_by_those_who_may_change_users(
    client: Client, ada: Profile, may_change_users: bool
) -> None:
    """Else staff who may edit a bio could take the profile, and read what is for its followers."""
    staff = make_user(is_staff=True)
    give(staff, "change")
    if may_change_users:
        meta = type(staff)._meta
        own = Permission.objects.filter(content_type__app_label=meta.app_label)
        staff.user_permissions.add(own.get(codename=f"change_{meta.model_name}"))
    get_profile_model()._base_manager.filter(user=staff.pk).delete()
    client.force_login(staff)
    for user in ("", staff.pk):
        response = client.post(url(ada, "change"), {**DATA, "user": user})
        assert response.status_code == 302
    stored = get_profile_model()._base_manager.get(pk=ada.pk)
    assert stored.bio == "CHANGED"
    assert stored.user_id == (staff.pk if may_change_users else ada.user_id)


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

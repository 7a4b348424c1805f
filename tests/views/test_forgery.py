"""Forms that another site makes a member's browser send: without our token, nothing happens."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets.digests import make_unsubscribe_token
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

DATA: dict[str, Any] = {"content": "FORGED", "display_name": "FORGED", "is_protected": "on"}
DATA |= {"handle": "reader", "confirmation": "reader", **TWEET_EXTRA, **PROFILE_EXTRA}


def test_forms_of_other_sites_are_refused() -> None:
    world = make_world("stranger", "public")
    client = Client(enforce_csrf_checks=True)
    assert world.viewer is not None
    client.force_login(world.viewer.user)
    wrong = []
    for name, (_, rows, _) in ACTIONS.items():
        before = rows(world)
        status = client.post(path(name, world), DATA).status_code
        if status != 403 or rows(world) != before:
            wrong.append((name, status))
    assert wrong == []


def test_links_of_other_sites_change_nothing() -> None:
    """Pictures and links send GET with the cookies of the member."""
    world = make_world("stranger", "public")
    client = world.client()
    wrong = []
    for name, (_, rows, _) in ACTIONS.items():
        before = rows(world)
        client.get(path(name, world), DATA)
        if rows(world) != before:
            wrong.append(name)
    assert wrong == []


def test_only_the_link_that_ends_digests_needs_no_token() -> None:
    """Mail programs post to it: the address is the secret."""
    world = make_world("stranger", "public")
    token = make_unsubscribe_token(world.author)
    url = reverse("django_tweets:digest_unsubscribe", args=[token])
    assert Client(enforce_csrf_checks=True).post(url).status_code == 200

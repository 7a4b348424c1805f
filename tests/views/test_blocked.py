"""What a member sees of people whom they block: the same, whatever those do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from django_tweets import services
from django_tweets.models import Block
from tests.factories import make_profile, make_user

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|key|writer)" value="[^"]*"')


def observe(client: Client, *paths: str) -> list[Any]:
    """Return status, body and number of statements of each page."""
    found = []
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        body = TOKEN.sub("", response.content.decode())
        found.append((response.status_code, body, len(captured)))
    return found


@pytest.mark.parametrize("number", [1, 5])
def test_blocked_people_look_the_same_if_they_block_back(
    as_ada: Client, ada: Profile, number: int
) -> None:
    people = [make_profile(f"person{n}") for n in range(number)]
    for person in people:
        services.block(ada, person)
    paths = [reverse("django_tweets:blocked"), people[0].get_absolute_url()]
    paths.append(reverse("django_tweets:followers", args=[people[0].handle]))
    paths.append(reverse("django_tweets:user_profile", args=[people[0].user_id]))
    observe(as_ada, *paths)
    before = observe(as_ada, *paths)
    assert [status for status, *_ in before] == [200, 200, 200, 302]
    for person in people:
        services.block(person, ada)
    assert observe(as_ada, *paths) == before
    unblock = reverse("django_tweets:profile_unblock", args=[people[0].handle])
    assert as_ada.post(unblock, headers={"X-Tweets-Fragment": "1"}).status_code == 200
    assert not Block.objects.filter(blocker=ada, blocked=people[0]).exists()
    assert as_ada.get(people[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize("why", ["suspended", "inactive"])
def test_suspended_people_are_not_in_the_list_of_blocked_people(
    as_ada: Client, ada: Profile, why: str, number: int
) -> None:
    page = reverse("django_tweets:blocked")
    services.block(ada, make_profile("person"))
    observe(as_ada, page)
    before = observe(as_ada, page)
    people = [make_profile(f"hidden{n}", display_name="New name") for n in range(number)]
    for person in people:
        services.block(ada, person)
        if why == "suspended":
            services.update_profile(person, is_suspended=True)
        else:
            get_user_model().objects.filter(pk=person.user_id).update(is_active=False)
    assert observe(as_ada, page) == before
    unblock = reverse("django_tweets:profile_unblock", args=[people[0].handle])
    assert as_ada.post(unblock, headers={"X-Tweets-Fragment": "1"}).status_code == 404
    assert Block.objects.filter(blocker=ada).count() == number + 1


def test_staff_see_suspended_people_whom_they_block(client: Client) -> None:
    user = make_user("staff", is_staff=True)
    staff = services.get_profile(user)
    services.block(staff, make_profile("person", is_suspended=True))
    client.force_login(user)
    assert "@person" in client.get(reverse("django_tweets:blocked")).content.decode()


def test_list_of_blocked_people_has_no_texts_about_them(as_ada: Client, ada: Profile) -> None:
    services.block(ada, make_profile("person", bio="THE-BIO"))
    html = as_ada.get(reverse("django_tweets:blocked")).content.decode()
    assert "@person" in html
    assert "THE-BIO" not in html

"""The admin of former and look-alike handles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from django_tweets import get_profile_model, services
from django_tweets.models import FormerHandle, LookalikeHandle
from tests.factories import make_profile, make_user

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def url(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def listed(client: Client, model: Any, **query: str) -> list[Any]:
    return list(client.get(url(model, "changelist"), query).context["cl"].result_list)


def test_former_handle_is_found_by_the_handle(as_staff: Client, ada: Profile) -> None:
    services.update_profile(ada, handle="countess")
    services.update_profile(ada, handle="lovelace")
    assert [row.profile for row in listed(as_staff, FormerHandle, q="@Ada ")] == [ada]
    assert listed(as_staff, FormerHandle, q="nobody") == []
    assert len(listed(as_staff, FormerHandle, q="@")) == 2


def test_staff_release_a_former_handle(as_staff: Client, ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, handle="countess")
    row = FormerHandle.objects.get()
    as_staff.post(url(FormerHandle, "delete", row.pk), {"post": "yes"})
    services.update_profile(bob, handle="ada")
    assert bob.handle == "ada"


@pytest.mark.parametrize("model", [FormerHandle, LookalikeHandle])
def test_staff_add_and_change_no_rows(as_staff: Client, ada: Profile, model: Any) -> None:
    row = model.objects.create(profile=ada)
    assert as_staff.get(url(model, "add")).status_code == 403
    assert as_staff.post(url(model, "change", row.pk), {}).status_code == 403


def test_list_says_what_a_handle_looks_like(as_staff: Client, bob: Profile) -> None:
    cache.clear()
    LookalikeHandle.objects.create(profile=make_profile("adm1n"))
    LookalikeHandle.objects.create(profile=bob, resembles=make_profile("rob"))
    LookalikeHandle.objects.create(profile=make_profile("somebody"))
    page = as_staff.get(url(LookalikeHandle, "changelist")).content.decode()
    assert "@admin" in page
    assert "@rob" in page
    assert [row.profile for row in listed(as_staff, LookalikeHandle, q="@BOB")] == [bob]


def test_profiles_are_filtered_by_look_alike_handles(as_staff: Client, ada: Profile) -> None:
    LookalikeHandle.objects.create(profile=ada)
    model = get_profile_model()
    assert listed(as_staff, model, lookalike="yes") == [ada]
    assert len(listed(as_staff, model)) == 2

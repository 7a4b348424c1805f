"""Reserved handles: new members can't choose them, their owners keep them."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from django_tweets import conf, get_profile_model, services, urls
from django_tweets.forms import ProfileForm, ProfileNameForm
from django_tweets.models import handles
from tests.factories import PROFILE_EXTRA, make_profile, make_user

RESERVED = ["admin", "Support", "everyone", "search", "SETTINGS"]
MESSAGE = ["This handle is reserved. Choose another one."]


def test_names_of_our_pages_are_reserved() -> None:
    routes = [str(pattern.pattern).partition("/")[0] for pattern in urls.urlpatterns]
    pages = {route for route in routes if re.fullmatch("[a-z0-9_]+", route)}
    assert {*conf.PAGE_NAMES} == pages | {"home"}


@pytest.mark.parametrize("name", conf.conf.RESERVED_HANDLES)
def test_no_reserved_handle_is_suggested(name: str) -> None:
    for handle in itertools.islice(handles.variants(name), 20):
        assert handle.startswith("user_")
        assert not handles.is_reserved(handle)


@pytest.mark.django_db
@pytest.mark.parametrize("handle", RESERVED)
def test_member_cannot_change_to_a_reserved_handle(handle: str) -> None:
    ada = make_profile("ada")
    with pytest.raises(ValidationError) as error:
        services.update_profile(ada, handle=handle)
    assert error.value.message_dict == {"handle": MESSAGE}
    assert ada.handle == "ada"
    for form_class in (ProfileForm, ProfileNameForm):
        form = form_class({"handle": handle}, instance=ada)
        assert form.errors["handle"] == MESSAGE


@pytest.mark.django_db
def test_new_profile_cannot_have_a_reserved_handle() -> None:
    profile = get_profile_model()(user=make_user("ada"), handle="root")
    with pytest.raises(ValidationError, match="reserved"):
        profile.clean()


@pytest.mark.django_db
def test_profile_with_a_reserved_name_gets_another_handle() -> None:
    profile = make_profile("ada", display_name="Admin")
    profile.user, profile.handle = None, ""  # then it is made from the name
    profile.save()
    assert profile.handle.startswith("user_")


@pytest.mark.django_db
def test_owner_keeps_a_reserved_handle() -> None:
    owner = make_profile("ada")
    owner.handle = "support"
    owner.save()
    services.update_profile(owner, display_name="Support", handle="support")
    owner.refresh_from_db()
    assert (owner.handle, owner.shown_name) == ("support", "Support")
    with pytest.raises(ValidationError, match="reserved"):
        services.update_profile(owner, handle="help")


@pytest.mark.django_db
def test_reserved_handles_of_a_site(settings: Any) -> None:
    settings.DJANGO_TWEETS_RESERVED_HANDLES = ["@Acme"]
    ada = make_profile("ada")
    assert services.update_profile(ada, handle="support").handle == "support"
    with pytest.raises(ValidationError, match="reserved"):
        services.update_profile(ada, handle="acme")


@pytest.mark.django_db
@pytest.mark.needs("django.contrib.admin")
def test_reserved_handle_is_an_error_in_the_admin(client: Any) -> None:
    label = get_profile_model()._meta.label_lower.replace(".", "_")
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    profile: Any = make_profile("ada")
    url = reverse(f"admin:{label}_change", args=[profile.pk])
    page = client.post(url, {"user": profile.user_id, "handle": "admin", **PROFILE_EXTRA})
    assert page.status_code == 200
    assert MESSAGE[0] in page.content.decode()


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ([], set()),
        (["*", "127.0.0.1", "[::1]", "."], set()),
        (["localhost"], {"localhost"}),
        (["www.acme.org", ".acme.org"], {"acme"}),
        (["shop.acme.co.uk:8000"], {"shop", "acme"}),
        (["My-Site.example.com"], {"my_site", "mysite", "example"}),
        (["x.org"], set()),
    ],
)
def test_names_in_the_domain_of_the_site_are_reserved(
    settings: Any, hosts: list[str], expected: set[str]
) -> None:
    settings.DJANGO_TWEETS_RESERVED_HANDLES = []
    settings.ALLOWED_HOSTS = hosts
    assert handles.reserved_handles() == expected


@pytest.mark.django_db
def test_member_cannot_take_the_name_of_the_site(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["acme.org", "testserver"]
    with pytest.raises(ValidationError) as error:
        services.update_profile(make_profile("ada"), handle="Acme")
    assert error.value.message_dict == {"handle": MESSAGE}

"""The link of a digest that turns digests off, and the one click of mail programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import digests, services
from django_tweets.models import NotificationSettings
from tests.test_digests import subscribe

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(ada: Profile) -> Profile:
    return subscribe(ada)


def get_path(profile: Profile) -> str:
    token = digests.make_unsubscribe_token(profile)
    return reverse("django_tweets:digest_unsubscribe", args=[token])


def get_frequency(profile: Profile) -> str:
    return NotificationSettings.for_profile(profile).digest


def test_link_asks_for_confirmation(ada: Profile, client: Client) -> None:
    response = client.get(get_path(ada))
    assert "Turn off e-mails for @ada?" in response.content.decode()
    assert get_frequency(ada) == "daily"
    response = client.post(get_path(ada))
    assert response.status_code == 200
    assert "E-mails for @ada have been turned off." in response.content.decode()
    assert get_frequency(ada) == "off"


def test_mail_program_can_unsubscribe_by_post(ada: Profile) -> None:
    """RFC 8058: a POST by an anonymous client without a CSRF token."""
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(get_path(ada), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    assert get_frequency(ada) == "off"


@pytest.mark.parametrize("method", ["get", "post"])
def test_invalid_token_is_not_found(ada: Profile, client: Client, method: str) -> None:
    path = get_path(ada).replace(f"{ada.pk}:", f"{ada.pk}0:")
    assert getattr(client, method)(path).status_code == 404
    assert get_frequency(ada) == "daily"


def test_token_of_a_deleted_profile_is_not_found(ada: Profile, client: Client) -> None:
    path = get_path(ada)
    services.delete_profile(ada)
    assert client.get(path).status_code == 404

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from django_tweets.models import NotificationSettings
from django_tweets.services.digests import claim_digest, release_digest

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_digest_is_claimed_once(ada: Profile) -> None:
    settings = NotificationSettings.objects.create(profile=ada)
    assert claim_digest(settings, 7)
    assert not claim_digest(settings, 8)
    stored = NotificationSettings.objects.get()
    assert stored.digest_until == 7
    assert stored.digest_at is not None
    assert claim_digest(stored, 8)


def test_released_digest_can_be_claimed_again(ada: Profile) -> None:
    settings = NotificationSettings.objects.create(profile=ada)
    claim_digest(settings, 7)
    release_digest(settings)
    stored = NotificationSettings.objects.get()
    assert (stored.digest_at, stored.digest_until) == (None, 0)
    assert claim_digest(settings, 7)

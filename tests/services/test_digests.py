from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from django_tweets.models import NotificationSettings
from django_tweets.services.digests import claim_digest, postpone_digest, release_digest

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
    release_digest(settings, digest_at=None)
    stored = NotificationSettings.objects.get()
    assert (stored.digest_at, stored.digest_until) == (None, 0)
    assert claim_digest(settings, 7)


def test_digest_claimed_by_another_process_is_not_postponed(ada: Profile) -> None:
    settings = NotificationSettings.objects.create(profile=ada)
    claim_digest(NotificationSettings.objects.get(), 7)
    claimed = NotificationSettings.objects.get().digest_at
    postpone_digest(settings, digest_at=timezone.now() - timedelta(days=1))
    assert NotificationSettings.objects.get().digest_at == claimed

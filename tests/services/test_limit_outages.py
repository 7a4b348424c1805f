"""Limits on a site whose Redis has stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets.models import RateLimit
from django_tweets.services import LimitExceeded, limits

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile


@pytest.mark.django_db
def test_database_counts_while_redis_is_away(
    ada: Profile, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": f"unix://{tmp_path}/none"}}
    settings.DJANGO_TWEETS_LIMITS = {"like": "1/hour"}
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    limits.count_action(ada, "like")
    with pytest.raises(LimitExceeded):
        limits.count_action(ada, "like")
    assert RateLimit._base_manager.count() == 1
    assert "Redis is away" in caplog.text

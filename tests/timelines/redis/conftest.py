"""A site whose homes are in a Redis of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import redis

from tests import redis_server

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKEND = "django_tweets.contrib.redis.RedisTimeline"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """URL of a Redis that the tests of a worker share."""
    with redis_server.run_redis() as caches:
        yield caches["default"]["LOCATION"]


@pytest.fixture
def redis_timeline(redis_url: str, settings: Any) -> redis.Redis:
    """Let the site have its homes in an empty Redis, and return a client of that."""
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": BACKEND, "OPTIONS": {"url": redis_url}}
    return client

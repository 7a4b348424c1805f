"""Run the contract of timeline backends on homes in Redis."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.test import TransactionTestCase

from django_tweets.testing import TimelineContract
from tests.factories import TWEET_EXTRA, make_profile
from tests.timelines.redis.operations import Community

if TYPE_CHECKING:
    import redis


@pytest.mark.redis
@pytest.mark.usefixtures("redis_timeline")
class RedisTests(TimelineContract, TransactionTestCase):
    """Not a TestCase: its transaction is never committed, so no task would run."""

    tweet_fields: ClassVar[dict[str, Any]] = TWEET_EXTRA


@pytest.mark.redis
class SmallHomeTests(TimelineContract, TransactionTestCase):
    """Homes of a few tweets, batches of two followers, and authors who are pulled soon."""

    tweet_fields: ClassVar[dict[str, Any]] = TWEET_EXTRA
    options: ClassVar[dict[str, Any]] = {"keep": 8, "max_followers": 3, "batch_size": 2, "few": 4}

    @pytest.fixture(autouse=True)
    def _small(self, redis_timeline: redis.Redis, settings: Any) -> None:
        setting = settings.DJANGO_TWEETS_TIMELINE
        settings.DJANGO_TWEETS_TIMELINE = {
            **setting,
            "OPTIONS": {**setting["OPTIONS"], **self.options},
        }

    def test_homes_are_the_same_after_any_operations(self) -> None:
        """Each page equals what is computed from all tweets, after each few operations."""
        for seed in range(3):
            chance = random.Random(seed)
            people = [make_profile() for _ in range(5)]
            community = Community(people, chance)
            for step in range(20):
                for _ in range(3):
                    community.act()
                with self.subTest(seed=seed, step=step):
                    self.assert_every_page(chance.choice(people), size=chance.choice([3, 20]))

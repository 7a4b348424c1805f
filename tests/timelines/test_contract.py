"""Run the contract of timeline backends on each path of the default backend."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.test import TestCase, override_settings

from django_tweets.testing import TimelineContract
from tests.factories import TWEET_EXTRA
from tests.pace import set_pace

ADAPTIVE_PULL = "django_tweets.timelines.backends.pull.AdaptivePull"


class Contract(TimelineContract):
    tweet_fields: ClassVar[dict[str, Any]] = TWEET_EXTRA
    interval: ClassVar[timedelta | None] = None
    """Time between two tweets of the site. It decides how far a window of many authors goes."""

    @pytest.fixture(autouse=True)
    def _pace(self) -> None:
        if self.interval is not None:
            set_pace(self.interval)


class DefaultTests(Contract, TestCase):
    """Few authors: the newest of each."""


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class ManyTests(Contract, TestCase):
    """Many authors: the newest of the site, in windows."""


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class SilentTests(Contract, TestCase):
    """Many authors, all of them silent: the windows have no tweets."""

    interval = timedelta(0)


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class ShortWindowTests(Contract, TestCase):
    """Many authors, and windows of a few tweets."""

    interval = timedelta(microseconds=10)


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 4}})
class MixedTests(Contract, TestCase):
    """Some readers follow few people, and some many."""

    interval = timedelta(microseconds=100)

"""Run the contract of timeline backends on each path of the default backend."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.test import TestCase, override_settings

from django_tweets.testing import TimelineContract
from django_tweets.timelines.backends import pull
from tests.factories import TWEET_EXTRA

ADAPTIVE_PULL = "django_tweets.timelines.backends.pull.AdaptivePull"


class Contract(TimelineContract):
    tweet_fields: ClassVar[dict[str, Any]] = TWEET_EXTRA
    windows: ClassVar[tuple[int, ...]] = pull.WINDOWS

    @pytest.fixture(autouse=True)
    def _windows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pull, "WINDOWS", self.windows)


class DefaultTests(Contract, TestCase):
    """Few authors: the newest of each."""


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class ManyTests(Contract, TestCase):
    """Many authors: the newest of the site, in windows."""


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class SilentTests(Contract, TestCase):
    """Many authors, most of them silent: the windows have too few tweets."""

    windows: ClassVar[tuple[int, ...]] = (5, 10)


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}})
class TinyWindowTests(Contract, TestCase):
    """Many authors, and windows of one or two tweets."""

    windows: ClassVar[tuple[int, ...]] = (1, 2)


@override_settings(DJANGO_TWEETS_TIMELINE={"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 4}})
class MixedTests(Contract, TestCase):
    """Some readers follow few people, and some many."""

    windows: ClassVar[tuple[int, ...]] = (20, 40)

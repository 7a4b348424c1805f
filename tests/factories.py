"""The factories of django_tweets.testing, with the fields that the models of our hosts require."""

from __future__ import annotations

import datetime
from typing import Any

from django_tweets import testing
from django_tweets.conf import conf
from django_tweets.testing.factories import (
    PASSWORD,
    Profile,
    Tweet,
    User,
    make_profile,
    make_user,
)

__all__ = [
    "PASSWORD",
    "PROFILE_EXTRA",
    "TWEET_EXTRA",
    "Profile",
    "Tweet",
    "User",
    "make_profile",
    "make_tweet",
    "make_tweets",
    "make_user",
]

TWEET_EXTRA: dict[str, Any] = {}
PROFILE_EXTRA: dict[str, Any] = {}
if conf.TWEET_MODEL == "posts.Post":
    TWEET_EXTRA = {"mood": 3}
if conf.PROFILE_MODEL == "people.Person":
    PROFILE_EXTRA = {"member_since": datetime.date(2021, 5, 1)}


def make_tweet(author: Profile, content: str = "hello", **fields: Any) -> Tweet:
    """Create a tweet with the manager of the tweet model."""
    return testing.make_tweet(author, content, **{**TWEET_EXTRA, **fields})


def make_tweets(author: Profile, count: int) -> list[Tweet]:
    """Create count tweets, oldest first, numbered from 1."""
    return testing.make_tweets(author, count, **TWEET_EXTRA)

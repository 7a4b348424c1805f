"""Rows to test with, on whatever models and users the host has."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.contrib.auth import get_user_model

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.conf import conf

# Rows of whatever model the host has: a type checker knows nothing of them.
User = Any
Profile = Any
Tweet = Any

PASSWORD = "correct horse"

# What the swapped host's models require beside ours.
TWEET_EXTRA: dict[str, Any] = {}
PROFILE_EXTRA: dict[str, Any] = {}
if conf.TWEET_MODEL == "posts.Post":
    TWEET_EXTRA = {"mood": 3}
if conf.PROFILE_MODEL == "people.Person":
    PROFILE_EXTRA = {"member_since": datetime.date(2021, 5, 1)}

_numbers = itertools.count(1)


def make_user(name: str = "", **fields: Any) -> User:
    """A user who can log in; their profile's handle is name, where one is given."""
    users = get_user_model()._default_manager
    login_name = name or f"person{next(_numbers)}"
    if users.model.USERNAME_FIELD == "email":
        login_name = f"{login_name}@example.org"
    user = users.create_user(login_name, password=PASSWORD, **fields)
    if name and user.profile.handle != name:
        get_profile_model().objects.filter(user=user).update(handle=name)
        user.refresh_from_db()
    return user


def make_profile(name: str = "", **fields: Any) -> Profile:
    """The profile of a new user, with fields set."""
    profile = make_user(name).profile
    for field, value in fields.items():
        setattr(profile, field, value)
    profile.save()
    return profile


def make_tweet(author: Profile, content: str = "hello", **fields: Any) -> Tweet:
    """A tweet, by the way that a host's own code would make one."""
    return get_tweet_model().objects.create(
        profile=author, content=content, **{**TWEET_EXTRA, **fields}
    )


def make_tweets(author: Profile, count: int) -> list[Tweet]:
    """So many tweets, oldest first, numbered from 1."""
    return [make_tweet(author, f"number {n}") for n in range(1, count + 1)]

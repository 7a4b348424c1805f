"""Rows to test with, on whatever models and users the host has.

Fields that a host's own models require are given with each call, or by functools.partial.
"""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib.auth import get_user_model

from ..swapping import get_tweet_model

# Rows of whatever model the host has: a type checker knows nothing of them.
User = Any
Profile = Any
Tweet = Any

PASSWORD = "correct horse"  # noqa: S105 - of people who exist in tests alone

_numbers = itertools.count(1)


def make_user(name: str = "", **fields: Any) -> User:
    """A user who can log in with PASSWORD; their profile's handle is name, where one is given."""
    users: Any = get_user_model()._default_manager
    login_name = name or f"person{next(_numbers)}"
    domain = "@example.org" if users.model.USERNAME_FIELD == "email" else ""
    user = users.create_user(f"{login_name}{domain}", password=PASSWORD, **fields)
    if name:
        user.profile.handle = name
        user.profile.save(update_fields=["handle"])
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
    return get_tweet_model()._default_manager.create(profile=author, content=content, **fields)


def make_tweets(author: Profile, count: int, **fields: Any) -> list[Tweet]:
    """So many tweets, oldest first, numbered from 1."""
    return [make_tweet(author, f"number {n}", **fields) for n in range(1, count + 1)]

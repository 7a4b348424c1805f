"""Factories for tests: users, profiles and tweets, on the models of the host.

Give the fields that the host's own models require with each call, or with functools.partial.
"""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib.auth import get_user_model

from .. import services
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model

# Rows of the host's models, which a type checker can't know.
User = Any
Profile = Any
Tweet = Any

PASSWORD = "correct horse"  # noqa: S105 - of users in tests

_numbers = itertools.count(1)


@reads_from_write_database()
def make_user(name: str = "", **fields: Any) -> User:
    """Create a user who can log in with PASSWORD, and has a profile. name: its handle."""
    users: Any = get_user_model()._default_manager
    login_name = name or f"person{next(_numbers)}"
    domain = "@example.org" if users.model.USERNAME_FIELD == "email" else ""
    user = users.create_user(f"{login_name}{domain}", password=PASSWORD, **fields)
    profile = services.get_profile(user)
    if name and profile.handle != name:
        profile.handle = name
        profile.save(update_fields=["handle"])
    return user


def make_profile(name: str = "", **fields: Any) -> Profile:
    """Create a user and return their profile, with fields set."""
    profile = services.get_profile(make_user(name))
    for field, value in fields.items():
        setattr(profile, field, value)
    if fields:  # MySQL returns no counters from an update, so the next access would read them
        profile.save()
    return profile


def make_tweet(author: Profile, content: str = "hello", **fields: Any) -> Tweet:
    """Create a tweet with the default manager, as a host's own code may do."""
    return get_tweet_model()._default_manager.create(profile=author, content=content, **fields)


def make_tweets(author: Profile, count: int, **fields: Any) -> list[Tweet]:
    """Create count tweets, oldest first, numbered from 1."""
    return [make_tweet(author, f"number {n}", **fields) for n in range(1, count + 1)]

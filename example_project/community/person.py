"""What we know of somebody in the demo community."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo community; the username is the handle too."""

    username: str
    """At most 20 of ``a-z0-9_``."""
    name: str
    """The display name, in whatever script its owner writes it."""
    bio: str
    """At most 200 characters."""
    location: str
    website: str
    """Empty, or an address under a domain that is reserved for examples."""
    joined: int
    """How many days before now the account was opened."""
    talk: int
    """How talkative: 0 only reads, 5 can't stop."""
    topics: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    """Language codes, the one they write most first."""
    awake: tuple[int, int] = (8, 23)
    """The hours of the day in which they are likely to write."""

"""Names of topics: those that services announce, and that streams wait for."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

ANY_TWEET = "tweet"
"""There is a new tweet, by anybody. For members who follow very many people."""

AWAY, BACK = "away", "back"
"""Nothing can be received from other processes; it can again. Streams are told by their hub."""

MISSED = "missed"
"""Announcements may have been lost: a stream reads all of its lists. Never announced."""


class Change(NamedTuple):
    """A topic that has changed, and the new tweet that is the reason."""

    topic: str
    tweet: int = 0
    """The key of the new tweet; 0 if there is none."""


def by_author(key: Any) -> str:
    """Return the topic of new tweets by the profile with this key."""
    return sys.intern(f"a:{key}")  # 1,000 streams may wait for one author


def with_hashtag(key: str) -> str:
    """Return the topic of new tweets with a hashtag, given by its key: hexadecimal digits."""
    return f"h:{key}"


def of_tweet(key: int) -> str:
    """Return the topic of the counts of a tweet, and of replies to it."""
    return f"t:{key}"


def of_notifications(key: Any) -> str:
    """Return the topic of the notifications of the profile with this key."""
    return f"n:{key}"


def of_relations(key: Any) -> str:
    """Return the topic of the follows, mutes and blocks by the profile with this key."""
    return f"r:{key}"


def with_tweet(topic: str, key: int) -> str:
    """Return the announcement that topic has changed because of the new tweet with this key."""
    return f"{topic}={key}"


def parse(announcement: str) -> Change:
    """Return the change that an announcement describes. Ignore a tweet key that is no number."""
    topic, _, key = announcement.partition("=")
    return Change(topic, int(key) if key.isdecimal() else 0)

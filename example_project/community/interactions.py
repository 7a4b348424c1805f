"""Interactions that are chosen by hand, read from ``data/interactions.toml``."""

from __future__ import annotations

from typing import NamedTuple

from .data_files import DATA, read_toml

_data = read_toml(DATA / "interactions.toml")


def _pairs(key: str) -> tuple[tuple[str, str], ...]:
    return tuple((actor, target) for actor, target in _data[key])


PENDING_REQUESTS = _pairs("pending_requests")
"""Follow requests without an answer yet: (follower, followed)."""

BLOCKS = _pairs("blocks")
"""(blocker, blocked)."""

MUTES = _pairs("mutes")
"""(muter, muted)."""

POPULAR_TWEETS: tuple[str, ...] = tuple(_data["popular_tweets"])
"""Tweets with many likes and retweets, by text for ``tweets.find_index``."""

BOOKMARKS: dict[str, list[str]] = _data["bookmarks"]
"""By username: tweets, by text for ``tweets.find_index``."""

FOLLOWED_HASHTAGS: dict[str, list[str]] = _data["followed_hashtags"]
"""By username."""

MODERATORS: list[str] = _data["moderators"]
"""Usernames of the members of the group "Moderators"."""


class MadeReport(NamedTuple):
    reporter: str
    profile: str
    category: str
    comment: str
    tweet: str = ""
    """By text for ``tweets.find_index``."""


BLOCKED_TERMS: list[tuple[str, str, str]] = _data["blocked_terms"]
"""Kind, verdict and term of what the moderators have blocked."""


class HeldTweet(NamedTuple):
    """A tweet that waits for a moderator, since it has a blocked term."""

    author: str
    content: str


HELD = HeldTweet(**_data["held"])


class Preview(NamedTuple):
    """The preview of the link in a tweet."""

    tweet: str
    """By text for ``tweets.find_index``."""
    title: str
    description: str
    site_name: str
    picture: str


LINK_PREVIEW = Preview(**_data["link_preview"])

REPORTS = tuple(MadeReport(**row) for row in _data["reports"])
"""Reports that no moderator has decided yet."""

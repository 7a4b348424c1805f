"""Views of tweets in a cache that no other process uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from django_tweets.services.view_stores import KEPT_FOR, PREFIX, get_ended_windows

if TYPE_CHECKING:
    from tests.factories import Tweet


def add_ended_window(*tweets: Tweet) -> None:
    """Let the cache have a window that has ended, in which each of tweets was seen once."""
    name = f"{PREFIX}:{get_ended_windows()[-2]}"
    cache.set(f"{name}:1", " ".join(str(tweet.pk) for tweet in tweets), KEPT_FOR)
    cache.set(name, 1, KEPT_FOR)

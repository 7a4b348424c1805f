"""Steps of the sweep: rows and files of deleted tweets and profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..models import (
    Attachment,
    Bookmark,
    FormKey,
    Like,
    Mention,
    Notification,
    TweetHashtag,
    TweetLinkPreview,
    TweetRevision,
    TweetViewCount,
    WithheldTweet,
)
from ..swapping import get_tweet_model
from . import deletion, tasks
from .batches import key_batches
from .databases import for_write
from .sweep_window import Step, Window, calls, recent_tweets

if TYPE_CHECKING:
    from .sweep_window import Batches


def find_profiles(window: Window) -> Batches:
    """Find deleted profiles that still have rows: they are hidden, and their handle is free."""
    rows = deletion.unpurged_profiles().filter(deleted_at__lt=window.until)
    for keys in key_batches(rows):
        yield calls(tasks.purge_profile, keys)


def find_tweets(window: Window) -> Batches:
    """Find deleted tweets of the window to which rows still refer."""
    tweets = get_tweet_model()._base_manager
    sources: list[tuple[Any, str]] = [
        (model, "tweet_id")
        for model in (
            Attachment,
            Bookmark,
            FormKey,
            Like,
            Mention,
            Notification,
            TweetHashtag,
            TweetLinkPreview,
            TweetRevision,
            TweetViewCount,
            WithheldTweet,
        )
    ]
    sources.append((get_tweet_model(), "retweet_of_id"))
    for model, column in sources:
        for keys in recent_tweets(model._base_manager.all(), window, column):
            existing = set(for_write(tweets.filter(pk__in=keys)).values_list("pk", flat=True))
            yield calls(tasks.purge_tweet, [key for key in keys if key not in existing])


STEPS = (
    Step("deleted profiles", find_profiles, (tasks.purge_profile,)),
    Step("deleted tweets", find_tweets, (tasks.purge_tweet,)),
)

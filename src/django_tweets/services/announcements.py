"""Announcements to open event streams (DJANGO_TWEETS_STREAM), made on commit.

An announcement names what has changed, and not for whom: a process looks which of its viewers may
see that. Nothing is announced on a site without a stream.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from .. import live
from ..conf import conf
from ..live import topics
from ..models import counters, hashtag_uses
from ..models.databases import write_database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractTweet


def announce_tweet(tweet: AbstractTweet) -> None:
    """Announce a new tweet or retweet to streams of its author, hashtags and conversation."""
    if conf.STREAM is None:
        return
    names = [topics.ANY_TWEET, topics.by_author(tweet.profile_id), *_referred(tweet)]
    names += map(topics.with_hashtag, hashtag_uses.hashtag_names(tweet))
    _announce([topics.with_tweet(name, tweet.pk) for name in names], write_database(tweet))


def announce_counts(tweet: AbstractTweet) -> None:
    """Announce that the counts of the tweets which tweet refers to have changed."""
    _announce(_referred(tweet), write_database(tweet))


def announce_tweets(keys: Iterable[int], using: str | None) -> None:
    """Announce that the counts of the tweets with these keys have changed."""
    _announce(map(topics.of_tweet, keys), using)


def announce_notifications(recipients: Iterable[Any], using: str | None) -> None:
    """Announce to the profiles with these keys that their notifications have changed."""
    _announce(map(topics.of_notifications, recipients), using)


def announce_relations(profile: Any, using: str | None) -> None:
    """Announce that the profile with this key follows, mutes or blocks other people now."""
    _announce([topics.of_relations(profile)], using)


def _referred(tweet: AbstractTweet) -> list[str]:
    keys = [getattr(tweet, name) for name in counters.REFERENCES]
    return [topics.of_tweet(key) for key in keys if key is not None]


def _announce(changed: Iterable[str], using: str | None) -> None:
    names = [*changed] if conf.STREAM is not None else []
    if names:
        transaction.on_commit(partial(live.announce, names), using=using)

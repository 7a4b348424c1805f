"""Tweets that a profile may like, answer, quote and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..swapping import get_tweet_model
from .databases import for_write

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


def original_id(tweet: AbstractTweet) -> int:
    """Return the key of tweet, or of the tweet it retweets: a retweet has no text of its own."""
    return tweet.retweet_of_id or tweet.pk


def readable_tweets(profile: AbstractProfile | None) -> Any:
    """Return a queryset of the tweets that profile may read, from the database for writing."""
    return for_write(get_tweet_model()._rows.visible_to(profile))

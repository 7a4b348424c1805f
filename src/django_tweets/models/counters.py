"""The counts that a tweet is part of: its author's, and those of the tweets it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from django.db.models import Model

    from .tweet import AbstractTweet


def add(tweet: AbstractTweet, by: int = 1, *, using: str) -> None:
    """Move every count that tweet is part of; to be called in the transaction of its cause.

    Always profile first and tweets by id, so that two transactions wait in one order.
    """
    _move(get_profile_model(), tweet.profile_id, "tweet_count", by, using)
    referred = [
        (tweet.in_reply_to_id, "reply_count"),
        (tweet.retweet_of_id, "retweet_count"),
        (tweet.quote_of_id, "quote_count"),
    ]
    for pk, counter in sorted((pk, counter) for pk, counter in referred if pk is not None):
        _move(get_tweet_model(), pk, counter, by, using)


def _move(model: type[Model], pk: object, counter: str, by: int, using: str) -> None:
    # Not below zero: where a count has been lost to raw SQL, a write must not fail for it.
    rows = model._base_manager.using(using).filter(pk=pk, **{f"{counter}__gte": -by})
    rows.update(**{counter: F(counter) + by})

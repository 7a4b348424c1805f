"""Which tweets are counted, after their authors have changed: see models/counters.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Q

from ..models import counters
from ..models.everyone import open_tweets
from ..swapping import get_tweet_model
from ..task_bounds import count_batch

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH_SIZE = 100
"""Tweets that are counted in one transaction. Each locks up to three others."""


def miscounted_tweets() -> QuerySet[Any]:
    """Tweets that are counted though not everyone may read them, or the other way round."""
    is_open = open_tweets()
    wrong = Q(is_open, is_counted=False) | Q(~is_open, is_counted=True)
    return get_tweet_model()._base_manager.filter(counters.HAS_REFERENCE, wrong)


def count_tweets_of(profile_id: Any) -> None:
    """Count or uncount the tweets of a profile that is open to everyone now, or no longer.

    In batches, with a lock on the profile: a tweet that is published meanwhile waits, and is then
    counted as the profile is by then.
    """
    using = router.db_for_write(get_tweet_model())
    rows = miscounted_tweets().using(using).filter(profile=profile_id).order_by("pk")
    after: int | None = 0
    while after is not None:
        count_batch()
        with transaction.atomic(using=using):
            counters.lock_author(profile_id, using=using)
            fields = ("is_counted", *counters.REFERENCES)
            batch = list(rows.filter(pk__gt=after).only(*fields)[:BATCH_SIZE])
            counters.switch_counted(batch, using=using)
        after = batch[-1].pk if len(batch) == BATCH_SIZE else None

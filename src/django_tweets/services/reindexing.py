"""Rebuilds of search entries and search names: for rows that have none yet, and after raw SQL.

Each batch is a transaction that locks its rows, so this can run while people write, be stopped,
and be run again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router, transaction

from ..models import search_entry, search_name
from ..swapping import get_profile_model, get_tweet_model
from .batches import key_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet


def reindex_tweets(*, batch_size: int) -> Iterator[int]:
    """Rewrite the search entries of all tweets. Yield how many are done, after each batch."""
    return _rebuild(get_tweet_model()._base_manager.all(), search_entry.write, batch_size)


def reindex_profiles(*, batch_size: int) -> Iterator[int]:
    """Rewrite the search names of all profiles. Yield how many are done, after each batch."""
    return _rebuild(get_profile_model()._base_manager.all(), search_name.write, batch_size)


def _rebuild(rows: QuerySet[Any], write: Callable[..., None], size: int) -> Iterator[int]:
    using = router.db_for_write(rows.model)
    done = 0
    for keys in key_batches(rows, size=size):
        with transaction.atomic(using=using):
            # Whoever changes a row waits for this lock, and then writes its index rows after ours.
            # By keys, so that InnoDB locks in key order whatever index the rows were found by.
            locked = rows.model._base_manager.using(using).filter(pk__in=keys).order_by("pk")
            write(list(locked.select_for_update()), using=using)
        done += len(keys)
        yield done

"""Deletion of tweets with their counters, also by tweet.delete() and QuerySet.delete().

What refers to a deleted tweet, such as its likes, is deleted later: services/deletion.py does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..swapping import get_profile_model, get_tweet_model
from . import counters, search_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

BATCH_SIZE = 500  # tweets that are deleted in one transaction, for which other writers wait

_purges: list[Callable[[int, str], None]] = []


def connect(purge: Callable[[int, str], None]) -> None:
    """Call purge with the key of each tweet that is deleted, and the database, from now on.

    A module of models can't import services, so receivers.py connects the task here.
    """
    _purges[:] = [purge]


def purge_later(keys: Iterable[int], *, using: str) -> None:
    """Enqueue the deletion of the rows that refer to the deleted tweets with these keys."""
    for purge in _purges:
        for key in keys:
            purge(key, using)


def delete_batch(tweets: Collection[tuple[Any, ...]], *, using: str) -> list[Any]:
    """Delete tweets, given by their keys and those of their authors, with their counters.

    Return those that this call has deleted, with their keys and relations alone.
    """
    model = get_tweet_model()
    rows = model._base_manager.using(using)
    with transaction.atomic(using=using):
        # Nobody else adds or deletes tweets of these authors while their rows are locked.
        authors = {author for _, author in tweets}
        counters.lock(get_profile_model(), authors, using=using)
        deleted = counters.remove_tweets([pk for pk, _ in tweets], using=using)
        keys = [tweet.pk for tweet in deleted]
        rows.filter(pk__in=keys).delete()
        search_entry.remove(keys, using=using)
    return deleted

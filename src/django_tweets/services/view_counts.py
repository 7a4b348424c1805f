"""Views of tweets: count them in the cache, and write the counts to the database.

docs/privacy.md says what a view is.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import router, transaction

from ..circuit_breaker import ServerUnavailable
from ..conf import conf
from ..models import TweetViewCount, ViewCountFlush, Visibility, counters
from ..swapping import get_tweet_model
from ..task_bounds import count_batch
from ..tasks import enqueue_on_commit
from . import tasks
from .batches import BATCH_SIZE, key_batches
from .limits import make_key
from .retries import retry_deadlocks
from .view_stores import KEPT_FOR, get_ended_windows, get_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile

__all__ = ["MAX_KEYS", "count_views", "flush_view_counts"]

MAX_KEYS = 50
"""Tweets whose views one call counts."""


def count_views(viewer: AbstractProfile | None, keys: Iterable[int], *, address: str = "") -> None:
    """Count that viewer has seen tweets, given by their keys: at most MAX_KEYS, each once.

    A view of a retweet is one of the original. Tweets that viewer may not read, or has written, are
    not counted, nor those for people mentioned, whose author would learn who has read them. viewer:
    None for a visitor; then address tells what requests have in common, so that one sender counts
    at most so many. Neither is stored with a tweet.

    One statement, and one round trip to Redis. Nothing on a site that counts no views, and nothing
    is counted while the cache is away.
    """
    if not conf.VIEW_COUNTS:
        return
    # From a replica, if there is one: nothing in the database depends on it.
    visible: Any = get_tweet_model()._rows.visible_to(viewer)
    rows = visible.filter(pk__in=list(dict.fromkeys(keys))[:MAX_KEYS])
    for path in ("visibility", "retweet_of__visibility"):
        rows = rows.exclude(**{path: Visibility.MENTIONED})
    columns = ("pk", "profile_id", "retweet_of_id", "retweet_of__profile_id")
    seen = {}
    for key, author, original, original_author in rows.values_list(*columns):
        seen[original or key] = original_author if original else author
    viewer_key = viewer and viewer.pk
    counted = sorted(key for key, author in seen.items() if author != viewer_key)
    if not counted:
        return
    sender = ""
    if viewer is not None or address:
        sender = make_key("views", address if viewer is None else viewer.pk, viewer is None)
    try:
        is_first = get_store().add(counted, sender)
    except ServerUnavailable:
        return
    if is_first:
        enqueue_on_commit(tasks.flush_view_counts, using=router.db_for_write(TweetViewCount))


def flush_view_counts() -> int:
    """Write the views of all ended windows of time. Return the number of views.

    It may be stopped anywhere, and run beside itself: a view is written once. Nothing while the
    cache is away.
    """
    if not conf.VIEW_COUNTS:
        return 0
    written = 0
    store = get_store()
    try:
        for window in store.find(get_ended_windows()):
            counts = store.read(window)
            written += _write(window, counts)
            store.forget(window)
    except ServerUnavailable:
        return written
    _delete_old_flushes()
    return written


def _write(window: int, counts: dict[int, int]) -> int:
    """Write the views of a window, in batches in the order of the keys. Return how many."""
    using = router.db_for_write(TweetViewCount)
    flushes = ViewCountFlush._base_manager.using(using)
    flushes.bulk_create([ViewCountFlush(window=window)], ignore_conflicts=True)
    written, keys = 0, sorted(counts)
    while keys:
        count_batch()
        write = partial(_write_batch, window, keys, counts, using)
        count, keys = retry_deadlocks(write, using=using)
        written += count
    return written


def _write_batch(
    window: int, keys: list[int], counts: dict[int, int], using: str
) -> tuple[int, list[int]]:
    """Write the first batch of keys. Return the number of views, and the keys that are left."""
    with transaction.atomic(using=using):
        # The lock lets flushes of the same window wait for each other.
        counters.lock_by_write(ViewCountFlush, "last_key", [window], using=using)
        flush = ViewCountFlush._base_manager.using(using).filter(pk=window)
        last = flush.select_for_update().values_list("last_key", flat=True).get()
        left = keys if last is None else [key for key in keys if key > last]
        batch, left = left[:BATCH_SIZE], left[BATCH_SIZE:]
        if not batch:
            return 0, []
        tweets: Any = get_tweet_model()._base_manager.using(using).filter(pk__in=batch)
        existing = sorted(tweets.values_list("pk", flat=True))
        TweetViewCount._base_manager.using(using).bulk_create(
            [TweetViewCount(tweet_id=key) for key in existing], ignore_conflicts=True
        )
        moves = {key: counts[key] for key in existing}
        counters.increment(TweetViewCount, "count", moves, using=using)
        flush.update(last_key=batch[-1])
    return sum(moves.values()), left


def _delete_old_flushes() -> None:
    """Delete the progress of windows that no cache has any more."""
    old = ViewCountFlush._base_manager.filter(pk__lt=int(time.time()) - 2 * KEPT_FOR)
    for keys in key_batches(old):
        using = router.db_for_write(ViewCountFlush)
        ViewCountFlush._base_manager.using(using).filter(pk__in=keys).delete()

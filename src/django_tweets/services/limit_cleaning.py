"""Delete rows of limits without effect: full buckets, and notifications removed long ago."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ..cache import cache
from ..models import RateLimit, RemovedNotification, removed_notification
from ..snowflake import first_id
from ..tasks import enqueue_on_commit
from . import tasks
from .batches import key_batches
from .databases import for_write

if TYPE_CHECKING:
    from django.db.models import QuerySet

BUCKETS_KEPT_FOR = timedelta(days=7)
"""Time for which a full bucket stays in the database: it saves two statements of its next use."""

CLEANING_INTERVAL = timedelta(minutes=10)
MAX_CLEANED = 10_000
"""Rows of a table that one run of the task deletes."""

_CLEANED = "django_tweets:limits_cleaned"


def clean_later(using: str) -> None:
    """Enqueue the task on commit, at most every ten minutes: a row has been added."""
    if cache.add(_CLEANED, True, CLEANING_INTERVAL.total_seconds()):
        enqueue_on_commit(tasks.delete_old_limits, using=using)


def delete_old_rows() -> int:
    """Delete rows of no use, in batches. Return how many: at most about MAX_CLEANED of a table."""
    full_before = (time.time() - BUCKETS_KEPT_FOR.total_seconds()) * 1_000_000
    removed_before = first_id(timezone.now() - removed_notification.KEPT_FOR)
    rows: list[Any] = [
        RateLimit._base_manager.filter(full_at__lt=int(full_before)),
        RemovedNotification._base_manager.filter(newest__lt=removed_before),
    ]
    return sum(map(_delete_old, rows))


def _delete_old(rows: QuerySet[Any]) -> int:
    deleted = 0
    for keys in key_batches(rows):
        # Only those that are still of no use.
        deleted += for_write(rows.filter(pk__in=keys)).delete()[0]
        if deleted >= MAX_CLEANED:
            break
    return deleted

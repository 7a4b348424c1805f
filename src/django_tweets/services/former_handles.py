"""Forget the handles that members gave up long ago."""

from __future__ import annotations

from ..cache import cache
from ..models import former_handle
from ..tasks import enqueue_on_commit
from . import tasks
from .batches import key_batches
from .databases import for_write

CLEANING_SECONDS = 10 * 60
MAX_CLEANED = 10_000
"""Handles that one run forgets."""

_CLEANED = "django_tweets:former_handles_cleaned"


def forget_expired_later(*, using: str) -> None:
    """Enqueue forget_expired(), once in CLEANING_SECONDS. Whoever changes a handle calls it.

    The task that purges a deleted profile does it by itself.
    """
    if cache.add(_CLEANED, True, CLEANING_SECONDS):
        enqueue_on_commit(tasks.forget_former_handles, using=using)


def forget_expired() -> int:
    """Delete the rows of handles that are held no longer. Return how many: about MAX_CLEANED."""
    deleted = 0
    expired = former_handle.expired()
    for keys in key_batches(expired):
        # Only those that are still expired: who gives up the same handle again renews the row.
        deleted += for_write(expired.filter(pk__in=keys)).delete()[0]
        if deleted >= MAX_CLEANED:
            break
    return deleted

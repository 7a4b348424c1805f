"""Find the keys at which the files of sitemaps begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from ..cache import cache
from ..models import SitemapKey, Visibility
from ..swapping import get_profile_model, get_tweet_model
from ..task_bounds import Unfinished, count_batch
from ..tasks import enqueue_on_commit
from . import tasks
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS_PER_RUN = 20
"""New keys of one run of the task, for each kind. On a site without a worker, a request runs it."""
BATCH_SIZE = 1000  # candidates that are read at a time
REFRESH_SECONDS = 10 * 60
REFRESHED_KEY = "django_tweets:sitemap_keys:refreshed"
"""In the cache: set for REFRESH_SECONDS once a reader has had keys computed."""


def listed_profiles() -> Any:
    """Profiles of the sitemap: public ones with tweets."""
    profiles = get_profile_model()._rows.shown().listed_for(None)
    return profiles.filter(is_protected=False, tweet_count__gt=0)


def listed_tweets() -> Any:
    """Tweets of the sitemap: those of public lists, without retweets, which have no page."""
    return (
        get_tweet_model()._rows.open_to_everyone().listed_for(None).filter(retweet_of__isnull=True)
    )


def candidate_keys(kind: str) -> Any:
    """Keys among which are all those of the sitemap, in order; read from one table.

    Where the condition on authors is added, SQLite reads the tweets of each author and sorts them:
    13 s for all keys of 100,000 tweets. So it is asked of candidates.
    """
    if kind == "profile":
        profiles = get_profile_model()._base_manager
        rows: Any = profiles.filter(is_protected=False, tweet_count__gt=0)
    else:
        # Not retweet_of__isnull, for which there is an index in another order.
        is_original = Exact(Coalesce("retweet_of_id", Value(0)), 0)
        rows = get_tweet_model()._base_manager.filter(is_original, visibility=Visibility.PUBLIC)
    return rows.order_by("pk").values_list("pk", flat=True)


def compute_sitemap_keys(limit: int | None = None, *, rebuild: bool = False) -> int:
    """Find the keys behind those that are stored, store them, and return their number.

    It begins behind the last row that was read, however many of those before are hidden.

    limit: the most new keys to find, for each kind; None for all. rebuild: find and replace all
    keys, for a site that has deleted or imported many rows.
    """
    return sum(
        _compute(kind, rows, limit, rebuild=rebuild)
        for kind, rows in (("profile", listed_profiles()), ("tweet", listed_tweets()))
    )


def refresh_sitemap_keys() -> None:
    """Enqueue compute_sitemap_keys(), once in REFRESH_SECONDS for each cache.

    The index of a sitemap calls this, so a site needs no cron job.
    """
    if cache.add(REFRESHED_KEY, True, REFRESH_SECONDS):
        using = router.db_for_write(SitemapKey)
        enqueue_on_commit(tasks.compute_sitemap_keys, using=using)


def _compute(kind: str, rows: Any, limit: int | None, *, rebuild: bool) -> int:
    stored = for_write(SitemapKey._base_manager.filter(kind=kind))
    last = None if rebuild else stored.order_by("-number").first()
    if last is None:
        last = SitemapKey(kind=kind, number=0)
    found, before, unfinished = [last], (last.read_to, last.counted), None
    try:
        for key, is_listed in _read_candidates(kind, rows, last.read_to):
            if is_listed and found[-1].counted == SitemapKey.STEP:
                found.append(SitemapKey(kind=kind, number=found[-1].number + 1, key=str(key)))
            found[-1].counted += is_listed
            found[-1].read_to = str(key)
            if len(found) - 1 == limit:
                break
    except Unfinished as error:
        unfinished = error
    with transaction.atomic(using=stored.db):
        if rebuild:
            stored.delete()
        new = [row for row in found if row._state.adding]
        if last not in new and before != (last.read_to, last.counted):
            stored.filter(pk=last.pk).update(read_to=last.read_to, counted=last.counted)
        # Another run may have found the same ones.
        stored.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if unfinished is not None:
        raise unfinished
    return len(found) - 1


def _read_candidates(kind: str, rows: Any, read_to: str) -> Iterator[tuple[Any, bool]]:
    """Yield the candidates behind the key read_to, and whether each is one of rows."""
    candidates = for_write(candidate_keys(kind))
    keys: list[Any] = [read_to] if read_to else []
    while True:
        count_batch()
        behind = candidates.filter(pk__gt=keys[-1]) if keys else candidates
        keys = list(behind[:BATCH_SIZE])
        if not keys:
            return
        listed = set(for_write(rows).filter(pk__in=keys).values_list("pk", flat=True))
        yield from ((key, key in listed) for key in keys)

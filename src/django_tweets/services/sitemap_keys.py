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
    keys = _next_keys(kind, rows, last.key if last else None)
    number = last.number if last else 0
    found = []
    for key in keys:
        number += 1
        found.append(SitemapKey(kind=kind, number=number, key=str(key)))
        if len(found) == limit:
            break
    with transaction.atomic(using=stored.db):
        if rebuild:
            stored.delete()
        # Another run may have found the same ones.
        stored.bulk_create(found, ignore_conflicts=True, batch_size=500)
    return len(found)


def _next_keys(kind: str, rows: Any, key: Any) -> Iterator[Any]:
    """Yield the key of every STEPth of rows, from key on."""
    candidates = for_write(candidate_keys(kind))
    keys = list((candidates if key is None else candidates.filter(pk__gte=key))[:BATCH_SIZE])
    count = 0
    while keys:
        listed = set(for_write(rows).filter(pk__in=keys).values_list("pk", flat=True))
        for candidate in keys:
            if candidate not in listed:
                continue
            if count == SitemapKey.STEP:
                yield candidate
                count = 0
            count += 1
        keys = list(candidates.filter(pk__gt=keys[-1])[:BATCH_SIZE])

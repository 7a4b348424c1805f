"""Find the keys at which the files of sitemaps begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import router, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from ..models import SitemapKey
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import enqueue_on_commit
from . import tasks
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS_PER_RUN = 20
"""New keys of one run of the task, for each kind. On a site without a worker, a request runs it."""
REFRESH_SECONDS = 10 * 60
REFRESHED_KEY = "django_tweets:sitemap_keys:refreshed"
"""In the cache: set for REFRESH_SECONDS once a reader has had keys computed."""


def listed_profiles() -> Any:
    """Profiles of the sitemap: public ones with tweets."""
    profiles = get_profile_model()._rows.visible_to(None)
    return profiles.filter(is_protected=False, tweet_count__gt=0)


def listed_tweets() -> Any:
    """Tweets of the sitemap: those of public lists, without retweets, which have no page."""
    tweets: Any = get_tweet_model()._rows.visible_to(None).listed_for(None)
    # With retweet_of__isnull, SQLite would read all later tweets of each author and sort them, for
    # each key: 57 s instead of 1 for 200,000 tweets.
    return tweets.filter(Exact(Coalesce("retweet_of_id", Value(0)), 0))


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
    keys = _next_keys(for_write(rows), last.key if last else None)
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


def _next_keys(rows: Any, key: str | None) -> Iterator[Any]:
    """Yield the key of every STEPth row behind key."""
    keys = rows.order_by("pk").values_list("pk", flat=True)
    while True:
        behind = keys if key is None else keys.filter(pk__gte=key)
        found = list(behind[SitemapKey.STEP : SitemapKey.STEP + 1])
        if not found:
            return
        yield from found
        (key,) = found

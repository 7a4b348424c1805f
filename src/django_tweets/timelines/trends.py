"""What trends, as services.compute_trends() has found it."""

from __future__ import annotations

from django.core.cache import cache

from ..models import Trend

SECONDS = 60  # in the cache
LIMIT = 10


def trends(limit: int = LIMIT) -> list[Trend]:
    """Up to so many trends, the strongest first, each with its hashtag: one query, or none."""
    found: list[Trend] | None = cache.get(Trend.CACHE)
    if found is None:
        found = list(Trend._base_manager.select_related("hashtag").order_by("place"))
        cache.set(Trend.CACHE, found, SECONDS)
    return found[:limit]

"""The trends that services.compute_trends() has stored."""

from __future__ import annotations

from django.core.cache import cache

from ..models import Trend
from ..models.hashtag import is_public

CACHE_SECONDS = 60
LIMIT = 10


def trends(limit: int = LIMIT) -> list[Trend]:
    """Up to limit trends, the strongest first, each with its hashtag: one query, or none.

    Not those whose authors have all been hidden since: for at most CACHE_SECONDS.
    """
    found: list[Trend] | None = cache.get(Trend.CACHE_KEY)
    if found is None:
        shown = Trend._base_manager.filter(is_public("hashtag__"))
        found = list(shown.select_related("hashtag").order_by("place"))
        cache.set(Trend.CACHE_KEY, found, CACHE_SECONDS)
    return found[:limit]

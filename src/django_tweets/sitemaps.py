"""Sitemaps for django.contrib.sitemaps, of sites with millions of tweets.

Django counts all rows for how many pages there are, and cuts each by OFFSET. These are cut by key:
where each page begins is found once a day, by a walk along the primary key, and kept in the cache.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from html import unescape
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.core.cache import cache
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

from .formatting.times import aware
from .models import Visibility
from .page_urls import TweetURLs
from .swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from .models import AbstractProfile, AbstractTweet

    Versions = Callable[[Any], Iterable[tuple[Any, str]]]

DAY = 24 * 60 * 60
MAX_URLS = 50_000
"""In one file: https://www.sitemaps.org/protocol.html."""


class KeysetPaginator(Paginator):
    """Pages of a queryset between keys, oldest first. It counts nothing.

    A page is what its range has of the queryset: fewer rows than others where many are hidden,
    more where an import has put some between those that were there.
    """

    def __init__(self, rows: Any, per_page: int, versions: Versions | None = None) -> None:
        """versions gives the entries of a row, where it has one in each language."""
        super().__init__(rows.order_by("pk"), per_page)
        self.versions = versions

    @property
    def num_pages(self) -> int:
        return len(self.bounds()) + 1

    def page(self, number: Any) -> Page:
        """As Django's. Two queries, or one where the range is empty."""
        if not (str(number).isascii() and str(number).isdigit()):
            raise PageNotAnInteger(number)
        bounds = [None, *self.bounds(), None]
        if not 0 < int(number) < len(bounds):
            raise EmptyPage(number)
        first, end = bounds[int(number) - 1 : int(number) + 1]
        rows: Any = self.object_list
        if first is not None:
            rows = rows.filter(pk__gte=first)
        if end is not None:
            rows = rows.filter(pk__lt=end)
        entries: Any = rows[:MAX_URLS]
        if self.versions is not None:
            entries = [entry for row in entries for entry in self.versions(row)][:MAX_URLS]
        return Page(entries, int(number), self)

    def bounds(self) -> list[Any]:
        """The first key of each page from the second on. All rows are between them, also hidden
        ones: so a bound stays where it is, whoever protects or deletes what.
        """
        rows: Any = self.object_list
        model = rows.model
        day = int(time.time()) // DAY
        key = f"django_tweets.sitemaps:{model._meta.label_lower}:{self.per_page}:{day}"
        bounds: list[Any] = cache.get(key, [])
        known = len(bounds)
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        while True:
            behind = keys.filter(pk__gte=bounds[-1]) if bounds else keys
            found = list(behind[self.per_page : self.per_page + 1])
            if not found:
                break
            bounds += found
        if len(bounds) > known:
            cache.set(key, bounds, DAY)
        return bounds


class KeysetSitemap(Sitemap, ABC):
    """A sitemap that costs the same at any page."""

    limit = 10_000
    """In one file: one second. Of the 100 µs that each takes, 80 are Django's, which writes it."""

    @abstractmethod
    def items(self) -> Any:
        """A queryset of what an anonymous visitor may read."""

    @property
    def paginator(self) -> KeysetPaginator:
        if not self.i18n:
            return KeysetPaginator(self.items(), self.limit)
        languages = self._languages()  # type: ignore[attr-defined]  # Django's
        size = max(1, self.limit // len(languages))
        return KeysetPaginator(self.items(), size, self.in_each_language)

    def in_each_language(self, item: Any) -> list[tuple[Any, str]]:
        """With i18n, what Django makes of an item."""
        return [(item, language) for language in self.get_languages_for_item(item)]

    def get_latest_lastmod(self) -> None:
        """Nothing: the index would give it to each page, and only the last has changed."""


class ProfileSitemap(KeysetSitemap):
    """Everybody who has said something, and is not protected."""

    def items(self) -> Any:
        profiles = get_profile_model().objects.visible_to(None)
        return profiles.filter(is_protected=False, tweet_count__gt=0)

    def location(self, item: AbstractProfile) -> str:
        return item.get_absolute_url()


class TweetSitemap(KeysetSitemap):
    """What is said to everyone. Unlisted is not; a retweet has no page."""

    def items(self) -> Any:
        said = get_tweet_model().objects.visible_to(None).select_related("profile")
        return said.filter(visibility=Visibility.PUBLIC, retweet_of__isnull=True)

    def location(self, item: AbstractTweet) -> str:
        return unescape(
            TweetURLs(item)["tweet_detail"]
        )  # get_absolute_url(), in a tenth of its time

    def lastmod(self, item: AbstractTweet) -> datetime:
        """When it was written, or rewritten."""
        return aware(item.edited_at or item.created_at)

"""Sitemaps for django.contrib.sitemaps, on sites with millions of tweets.

Django counts all rows for the number of pages, and selects each page by OFFSET. Here, pages are
ranges of the primary key. Their first keys are found once a day, by a scan of that index, and
cached.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from html import unescape
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.core.cache import cache
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

from .formatting.times import make_aware
from .models import Visibility
from .models.visibility import shown_edited_at
from .page_urls import TweetURLs
from .swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from .models import AbstractProfile, AbstractTweet

    Versions = Callable[[Any], Iterable[tuple[Any, str]]]

__all__ = ["ProfileSitemap", "TweetSitemap"]

DAY = 24 * 60 * 60
MAX_URLS = 50_000
"""URLs in one file: https://www.sitemaps.org/protocol.html."""


class KeysetPaginator(Paginator):
    """Pages of a queryset by ranges of keys, oldest first, without COUNT.

    A page has all rows of its range: fewer than per_page if some are hidden, more if an import has
    added some in between.
    """

    def __init__(self, rows: Any, per_page: int, versions: Versions | None = None) -> None:
        """versions: returns the entries of a row, one for each language."""
        super().__init__(rows.order_by("pk"), per_page)
        self.versions = versions

    @property
    def num_pages(self) -> int:
        return len(self.get_page_starts()) + 1

    def page(self, number: Any) -> Page:
        """Return a page, as Django's paginator. Two queries, or one if the range is empty."""
        if not (str(number).isascii() and str(number).isdigit()):
            raise PageNotAnInteger(number)
        if len(str(number)) > 9:  # int() refuses more than 4,300 digits
            raise EmptyPage(number)
        bounds = [None, *self.get_page_starts(), None]
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

    def get_page_starts(self) -> list[Any]:
        """Return the first key of each page except the first page.

        Hidden rows count too, so that pages do not move when rows are protected or deleted.
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
    """A sitemap whose pages all cost the same."""

    limit = 10_000
    """URLs in one file. It takes one second: 100 µs a URL, of which Django's writing takes 80."""

    @abstractmethod
    def items(self) -> Any:
        """Return a queryset of the rows that an anonymous visitor may see."""

    @property
    def paginator(self) -> KeysetPaginator:
        if not self.i18n:
            return KeysetPaginator(self.items(), self.limit)
        languages = self._languages()  # type: ignore[attr-defined]  # Django's
        size = max(1, self.limit // len(languages))
        return KeysetPaginator(self.items(), size, self.get_language_versions)

    def get_language_versions(self, item: Any) -> list[tuple[Any, str]]:
        """Return an entry of item for each language, as Django does with i18n."""
        return [(item, language) for language in self.get_languages_for_item(item)]

    def get_latest_lastmod(self) -> None:
        """Return None: the index would give it to every page, but only the last one has changed."""


class ProfileSitemap(KeysetSitemap):
    """Public profiles with tweets."""

    def items(self) -> Any:
        profiles = get_profile_model()._rows.visible_to(None)
        return profiles.filter(is_protected=False, tweet_count__gt=0)

    def location(self, item: AbstractProfile) -> str:
        return item.get_absolute_url()


class TweetSitemap(KeysetSitemap):
    """Public tweets, without unlisted ones. A retweet has no page."""

    def items(self) -> Any:
        said: Any = get_tweet_model()._rows.visible_to(None).select_related("profile")
        said = said.annotate(shown_edited_at=shown_edited_at(None))
        return said.filter(visibility=Visibility.PUBLIC, retweet_of__isnull=True)

    def location(self, item: AbstractTweet) -> str:
        return unescape(
            TweetURLs(item)["tweet_detail"]
        )  # get_absolute_url(), in a tenth of its time

    def lastmod(self, item: AbstractTweet) -> datetime:
        """Return the time of the last edit, or of creation."""
        return make_aware(item.shown_edited_at or item.created_at)

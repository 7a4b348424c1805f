"""Sitemaps for django.contrib.sitemaps, on sites with millions of tweets.

Django counts all rows for the number of pages, and selects each page by OFFSET. Here, pages are
ranges of the primary key, and a task has found their first keys: see services/sitemap_keys.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial, wraps
from hashlib import md5
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Max, OuterRef, Subquery
from django.db.models.lookups import IsNull
from django.utils.cache import get_conditional_response, patch_cache_control

from . import services
from .conf import conf
from .formatting.times import make_aware
from .models import SitemapKey
from .models.attachment import read_of
from .models.visibility import shown_edited_at
from .page_urls import TweetURLs, reverse_or_none
from .services.sitemap_keys import candidate_keys, listed_profiles, listed_tweets
from .views.caching import set_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from .models import AbstractProfile, AbstractTweet

    Versions = Callable[[Any], Iterable[tuple[Any, str]]]

__all__ = ["ProfileSitemap", "TweetSitemap", "index", "sitemap"]

MAX_URLS = 50_000
"""URLs in one file: https://www.sitemaps.org/protocol.html."""
MAX_PAGES = 10_000
"""Files of one sitemap that its index lists: of 20 million tweets, if a file has 2,000."""
MAX_AGE = 60 * 60  # seconds that caches may store an index or a file


class KeysetPaginator(Paginator):
    """Pages of a queryset by ranges of keys, oldest first, without COUNT.

    A page has the rows of its range: fewer than per_page if some are hidden, and up to twice as
    many if some are newer than the last key, or were imported in between.
    """

    def __init__(
        self, rows: Any, per_page: int, kind: str, versions: Versions | None = None
    ) -> None:
        """kind: that of SitemapKey. versions: returns the entries of a row, one per language."""
        self.steps = max(1, per_page // SitemapKey.STEP)
        super().__init__(rows.order_by("pk"), self.steps * SitemapKey.STEP)
        self.kind = kind
        self.versions = versions
        self.keys = SitemapKey._base_manager.filter(kind=kind)

    @property
    def num_pages(self) -> int:
        """Number of pages, in one query."""
        last = self.keys.aggregate(last=Max("number"))["last"] or 0
        return min(int(last) // self.steps + 1, MAX_PAGES)

    def page(self, number: Any) -> Page:
        """Return a page, as Django's paginator. Three queries, one of them when it is iterated."""
        digits = str(number)
        if not (digits.isascii() and digits.isdigit()):
            raise PageNotAnInteger(number)
        if len(digits) > len(str(MAX_PAGES)) or not 0 < int(number) <= MAX_PAGES:
            raise EmptyPage(number)
        first, end = ((int(number) + n) * self.steps for n in (-1, 0))
        keys = dict(self.keys.filter(number__in=[first, end]).values_list("number", "key"))
        if first and first not in keys:
            raise EmptyPage(number)
        candidates = candidate_keys(self.kind)
        if first:
            candidates = candidates.filter(pk__gte=keys[first])
        if end in keys:
            candidates = candidates.filter(pk__lt=keys[end])
        rows: Any = self.object_list
        # The condition is asked of one candidate after the other, before they are cut: a file has
        # all its rows, however many hidden ones are between them. Not Exists(): that would be
        # turned into a join, and its rows sorted.
        same = rows.filter(pk=OuterRef("pk")).order_by().values("pk")[:1]
        keys_listed = candidates.filter(IsNull(Subquery(same), rhs=False))
        rows = rows.filter(pk__in=list(keys_listed[: min(2 * self.per_page, MAX_URLS)]))
        entries: Any = rows
        if self.versions is not None:
            entries = [entry for row in entries for entry in self.versions(row)][:MAX_URLS]
        return Page(entries, int(number), self)


class KeysetSitemap(Sitemap, ABC):
    """A sitemap whose pages all cost the same. On a closed site, it has one page, without URLs."""

    kind: str
    limit = 2_000
    """URLs in one file, in steps of SitemapKey.STEP rows: 2,000 take a fifth of a second."""

    @abstractmethod
    def items(self) -> Any:
        """Return a queryset of the rows that an anonymous visitor may see."""

    @property
    def paginator(self) -> Paginator:
        if not conf.PUBLIC:
            return Paginator(self.items().none(), self.limit)
        if not self.i18n:
            return KeysetPaginator(self.items(), self.limit, self.kind)
        languages = self._languages()  # type: ignore[attr-defined]  # Django's
        size = max(1, self.limit // len(languages))
        return KeysetPaginator(self.items(), size, self.kind, self.get_language_versions)

    def get_language_versions(self, item: Any) -> list[tuple[Any, str]]:
        """Return an entry of item for each language, as Django does with i18n."""
        return [(item, language) for language in self.get_languages_for_item(item)]

    def get_latest_lastmod(self) -> None:
        """Return None: the index would give it to every page, but only the last one has changed.

        Only the index calls this, before it asks for the number of pages.
        """
        services.refresh_sitemap_keys()


class ProfileSitemap(KeysetSitemap):
    """Public profiles with tweets."""

    kind = "profile"

    def items(self) -> Any:
        return listed_profiles()

    def location(self, item: AbstractProfile) -> str:
        return item.get_absolute_url()


class TweetSitemap(KeysetSitemap):
    """Public tweets, without unlisted ones. A retweet has no page."""

    kind = "tweet"

    def items(self) -> Any:
        tweets = listed_tweets().select_related("profile")
        return tweets.annotate(shown_edited_at=shown_edited_at(None))

    def location(self, item: AbstractTweet) -> str:
        return unescape(
            TweetURLs(item)["tweet_detail"]
        )  # get_absolute_url(), in a tenth of its time

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> Any:
        """Return the entries of a page, each with the addresses of its pictures as `images`.

        In one statement for all. Pictures that a page covers are left out.
        """
        urls = super().get_urls(page, site, protocol)
        tweets = [self._get_tweet(url["item"]) for url in urls]
        shown = [tweet for tweet in tweets if not (tweet.is_sensitive or tweet.content_warning)]
        if not shown or reverse_or_none("attachment_file", 1, "name") is None:
            return urls
        found = read_of(shown, using=shown[0]._state.db)
        for url, tweet in zip(urls, tweets, strict=True):
            host = "{0.scheme}://{0.netloc}".format(urlsplit(url["location"]))
            rows = found.get(tweet.pk, ())
            url["images"] = [f"{host}{row.still_url}" for row in rows if row.still_url]
        return urls

    def _get_tweet(self, item: Any) -> AbstractTweet:
        """Return the tweet of an entry, which has a language beside it with i18n."""
        tweet: AbstractTweet = item[0] if isinstance(item, tuple) else item
        return tweet

    def lastmod(self, item: AbstractTweet) -> datetime:
        """Return the time of the last edit, or of creation."""
        return make_aware(item.shown_edited_at or item.created_at)


def _cacheable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a view of Django's sitemaps: caches may store its response for MAX_AGE.

    A client that has it already gets 304, before the file is written.
    """

    @login_not_required
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        etag = f'W/"{_digest(response.context_data)}"'
        response.headers["ETag"] = etag
        if conf.PUBLIC:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        else:
            set_private(response)
        result: Any = get_conditional_response(request, etag, None, response)
        return result or response

    return wrapper


def _digest(context: dict[str, Any]) -> str:
    """Return a digest of the variables that the template of an index or a file shows."""
    digest = md5(usedforsecurity=False)
    for item in context.get("sitemaps", ()):
        digest.update(repr(item).encode())
    for url in context.get("urlset", ()):
        shown = [value for name, value in url.items() if name != "item"]
        digest.update(repr(shown).encode())
    return digest.hexdigest()


index = _cacheable(views.index)
sitemap = _cacheable(partial(views.sitemap, template_name="django_tweets/sitemap.xml"))

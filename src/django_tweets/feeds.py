"""Atom and RSS feeds of public tweets.

A feed is the same for everyone: it does not depend on a session, and a cache may store it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.feedgenerator import Enclosure
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import page_metadata, search, text, timelines
from .current_app import reverse
from .feed_formats import Atom, Rss, strip_invalid_xml
from .formatting.times import make_aware
from .models import Visibility
from .page_urls import reverse_or_none
from .snowflake import EPOCH
from .swapping import get_profile_model
from .template_context import EMPTY
from .views.former_handles import get_new_url
from .views.public import PublicView
from .views.search import get_query_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from .models import AbstractProfile, AbstractTweet

__all__ = ["Feed", "HashtagFeed", "ProfileFeed", "SearchFeed"]


class Feed(PublicView, ABC):
    """The newest tweets of a list, as Atom or RSS. Hosts override any get_*."""

    limited_action = "feed"
    format: type[Atom | Rss] = Atom
    size = 20
    template_name = "django_tweets/_feed_tweet.html"

    @abstractmethod
    def get_tweets(self) -> Iterable[AbstractTweet]:
        """Return at most `size` tweets that an anonymous visitor may see, newest first.

        get_feed() drops those that are not public, and retweets.
        """

    @abstractmethod
    def get_title(self) -> str:
        """Return the title."""

    @abstractmethod
    def get_link(self) -> str:
        """Return the path of the page with the same tweets."""

    def get_feed_url(self) -> str:
        """Return the path of the feed, with the query string if the tweets depend on it."""
        return self.request.path

    def get_id(self) -> str:
        """Return the permanent id. Override it if the URL of the page may later be another page."""
        return self.make_absolute(self.get_link())

    def get_updated(self) -> datetime:
        """Return the update time of an empty feed: when it was created, if known."""
        return EPOCH

    def get_description(self) -> str:
        """Return the description, one sentence."""
        return self.get_title()

    def get_author(self) -> AbstractProfile | None:
        """Return the author of all tweets; None if there are several."""
        return None

    def get_enclosures(self, tweet: AbstractTweet) -> list[Enclosure]:
        """Return the attachments of tweet, the most important first: RSS has only one.

        None of a sensitive tweet, or one with a content warning: readers can't cover them. Their
        length is 0, which stands for unknown: to ask a storage may take a request for each.
        """
        if reverse_or_none("attachment_file", 1, "name") is None:
            return []
        return [
            Enclosure(self.make_absolute(each.url), "0", each.mime_type)
            for each in tweet.open_attachments
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed = self.get_feed()
        content = BytesIO()
        feed.write(content, "utf-8")
        return self.conditional_response(
            content.getvalue(), feed.content_type, feed.latest_post_date()
        )

    def get_feed(self) -> Atom | Rss:
        """Return the feed with its items."""
        author = self.get_author()
        feed = self.format(
            title=strip_invalid_xml(self.get_title()),
            link=self.make_absolute(self.get_link()),
            description=strip_invalid_xml(self.get_description()),
            subtitle=strip_invalid_xml(self.get_description()),
            language=get_language(),
            feed_url=self.make_absolute(self.get_feed_url()),
            feed_guid=self.get_id(),
            updated=make_aware(self.get_updated()),
            image=page_metadata.get_avatar_url(author, self.request) if author else "",
            **self._get_author_fields(author),
        )
        for tweet in self.get_tweets():
            if tweet.visibility == Visibility.PUBLIC and tweet.retweet_of_id is None:
                feed.add_item(**self.get_item(tweet))
        return feed

    def get_item(self, tweet: AbstractTweet) -> dict[str, Any]:
        """Return the arguments of SyndicationFeed.add_item() for tweet, and its `language`."""
        written = make_aware(tweet.created_at)
        return {
            "title": strip_invalid_xml(page_metadata.make_summary(tweet, 60)),
            "link": self.make_absolute(tweet.get_absolute_url()),
            "description": strip_invalid_xml(self.get_html(tweet)),
            "unique_id": self.make_tag_uri("tweet", tweet.pk, written),
            "unique_id_is_permalink": False,
            "pubdate": written,
            "updateddate": make_aware(tweet.shown_edited_at or tweet.created_at),
            "categories": [] if tweet.content_warning else page_metadata.get_hashtags(tweet),
            "enclosures": self.get_enclosures(tweet),
            "language": tweet.language,
            **self._get_author_fields(tweet.profile),
        }

    def get_html(self, tweet: AbstractTweet) -> str:
        """Return tweet as HTML. Only the content warning if it has one: readers can't hide text."""
        site = self.make_absolute("/").removesuffix("/")
        context = {
            **EMPTY,
            "tweet": tweet,
            "has_files": reverse_or_none("attachment_file", 1, "name") is not None,
            "url": self.make_absolute(tweet.get_absolute_url()),
            "site": site,
        }
        return render_to_string(self.template_name, context).strip()

    def make_absolute(self, path: str) -> str:
        """Return the absolute URL of path."""
        return page_metadata.make_absolute(self.request, path)

    def make_tag_uri(self, kind: str, key: Any, at: datetime) -> str:
        """Return a permanent id: the tag: URI (RFC 4151) of an object.

        kind and key identify it; at is its creation time.

        Not the URL of its page: a handle can change, and belong to another member later.
        """
        domain, _port = split_domain_port(self.request.get_host())
        domain = re.sub(r"[^a-z0-9.-]", "", domain)
        return f"tag:{domain},{at:%Y-%m-%d}:{kind}/{key}"

    def _get_author_fields(self, profile: AbstractProfile | None) -> dict[str, Any]:
        if profile is None:
            return {}
        link = self.make_absolute(profile.get_absolute_url())
        return {"author_name": strip_invalid_xml(profile.shown_name), "author_link": link}


class ProfileFeed(Feed):
    """Public tweets of a profile, without retweets and replies to others."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            handle = self.profile.handle
        except Http404:
            profiles = get_profile_model()._rows.visible_to(None).filter(is_protected=False)
            if url := get_new_url(request, profiles):
                return HttpResponseRedirect(url)
            raise
        if handle != kwargs["handle"]:
            path = request.path.replace(f"@{kwargs['handle']}/", f"@{handle}/")
            return HttpResponsePermanentRedirect(path)
        return super().get(request, *args, **kwargs)

    @cached_property
    def profile(self) -> AbstractProfile:
        """The profile in the URL. 404 if it is protected or not visible."""
        profiles = get_profile_model()._rows.visible_to(None)
        return get_object_or_404(profiles, handle=self.kwargs["handle"], is_protected=False)

    def get_tweets(self) -> Iterable[AbstractTweet]:
        return timelines.feed_tweets(self.profile, self.size)

    def get_id(self) -> str:
        return self.make_tag_uri("profile", self.profile.pk, make_aware(self.profile.created_at))

    def get_title(self) -> str:
        return page_metadata.get_full_name(self.profile)

    def get_description(self) -> str:
        return self.profile.bio or _("Tweets by %(name)s") % {"name": self.profile.plain_name}

    def get_link(self) -> str:
        return self.profile.get_absolute_url()

    def get_author(self) -> AbstractProfile:
        return self.profile

    def get_updated(self) -> datetime:
        return self.profile.created_at


class HashtagFeed(Feed):
    """Public tweets with a hashtag. Empty, not 404, if no tweet has it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = text.fold_hashtag(kwargs["name"])
        if name and name != kwargs["name"]:
            match: Any = request.resolver_match
            return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs={"name": name}))
        return super().get(request, *args, **kwargs)

    def get_tweets(self) -> Iterable[AbstractTweet]:
        if text.hashtag_key(self.kwargs["name"]) is None:
            raise Http404(_("There is no such hashtag."))
        hashtag = timelines.hashtags.find(self.kwargs["name"])
        return timelines.hashtag_tweets(hashtag, None, size=self.size).rows if hashtag else []

    def get_title(self) -> str:
        return f"#{self.kwargs['name']}"

    def get_description(self) -> str:
        return _("Tweets with %(hashtag)s") % {"hashtag": self.get_title()}

    def get_link(self) -> str:
        return reverse_or_none("hashtag", self.kwargs["name"]) or self.request.path


class SearchFeed(Feed):
    """Search results for ?q=, as for an anonymous visitor. An empty ?q= gives an empty feed."""

    @cached_property
    def typed(self) -> str:
        """The text to search for, from ?q=."""
        return get_query_text(self.request)

    def get_tweets(self) -> Iterable[AbstractTweet]:
        return search.search_tweets(search.parse_query(self.typed), None, size=self.size).rows

    def get_title(self) -> str:
        return self.typed or _("Search")

    def get_description(self) -> str:
        return _("Tweets found by %(query)s") % {"query": self.typed}

    def get_link(self) -> str:
        return f"{reverse_or_none('search') or self.request.path}?{urlencode({'q': self.typed})}"

    def get_feed_url(self) -> str:
        return f"{self.request.path}?{urlencode({'q': self.typed})}"

"""Feeds: what somebody says to everyone, for who reads it elsewhere.

Each is the same for whoever asks: nothing in it depends on a session, and a cache may keep it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import page_metadata, search, text, timelines
from .current_app import reverse
from .feed_formats import Atom, Rss, legal
from .formatting.times import aware
from .models import Visibility
from .page_urls import reverse_or_none
from .snowflake import EPOCH
from .swapping import get_profile_model
from .views.public import PublicView
from .views.search import get_query_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.utils.feedgenerator import Enclosure

    from .models import AbstractProfile, AbstractTweet


class Feed(PublicView, ABC):
    """The newest tweets of a list, as Atom or RSS. Hosts override any get_*."""

    format: type[Atom | Rss] = Atom
    size = 20
    template_name = "django_tweets/_feed_tweet.html"

    @abstractmethod
    def get_tweets(self) -> Iterable[AbstractTweet]:
        """The newest that an anonymous visitor may read, newest first, at most `size` of them.

        What is not for everyone is left out behind this, and so is what repeats another.
        """

    @abstractmethod
    def get_title(self) -> str:
        """What the feed is called."""

    @abstractmethod
    def get_link(self) -> str:
        """The page that shows the same, as a path."""

    def get_feed_url(self) -> str:
        """The feed itself, as a path: with its query, where that makes it another."""
        return self.request.path

    def get_id(self) -> str:
        """What the feed is called for ever: its page, where that can be nothing else one day."""
        return self.absolute(self.get_link())

    def get_updated(self) -> datetime:
        """What to say of an empty feed: when it began, if that is known."""
        return EPOCH

    def get_description(self) -> str:
        """What is in it, in a sentence."""
        return self.get_title()

    def get_author(self) -> AbstractProfile | None:
        """Whose feed it is, if one person's."""
        return None

    def get_enclosures(self, tweet: AbstractTweet) -> list[Enclosure]:
        """What is attached to tweet, the most important first: RSS has room for one."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed = self.get_feed()
        content = BytesIO()
        feed.write(content, "utf-8")
        return self.conditional_response(
            content.getvalue(), feed.content_type, feed.latest_post_date()
        )

    def get_feed(self) -> Atom | Rss:
        """The feed with what is in it, ready to be written."""
        author = self.get_author()
        feed = self.format(
            title=legal(self.get_title()),
            link=self.absolute(self.get_link()),
            description=legal(self.get_description()),
            subtitle=legal(self.get_description()),
            language=get_language(),
            feed_url=self.absolute(self.get_feed_url()),
            feed_guid=self.get_id(),
            updated=aware(self.get_updated()),
            image=page_metadata.picture(author, self.request) if author else "",
            **self._author(author),
        )
        for tweet in self.get_tweets():
            if tweet.visibility == Visibility.PUBLIC and tweet.retweet_of_id is None:
                feed.add_item(**self.get_item(tweet))
        return feed

    def get_item(self, tweet: AbstractTweet) -> dict[str, Any]:
        """Of tweet, the arguments of Django's SyndicationFeed.add_item(), and its `language`."""
        written = aware(tweet.created_at)
        return {
            "title": legal(page_metadata.summary(tweet, 60)),
            "link": self.absolute(tweet.get_absolute_url()),
            "description": legal(self.get_html(tweet)),
            "unique_id": self.tag("tweet", tweet.pk, written),
            "unique_id_is_permalink": False,
            "pubdate": written,
            "updateddate": aware(tweet.edited_at) if tweet.edited_at else written,
            "categories": [] if tweet.content_warning else page_metadata.hashtags(tweet),
            "enclosures": self.get_enclosures(tweet),
            "language": tweet.language,
            **self._author(tweet.profile),
        }

    def get_html(self, tweet: AbstractTweet) -> str:
        """What tweet says. Of what it warns of, only the warning: a reader has no fold for it."""
        site = self.absolute("/").removesuffix("/")
        context = {"tweet": tweet, "url": self.absolute(tweet.get_absolute_url()), "site": site}
        return render_to_string(self.template_name, context).strip()

    def absolute(self, path: str) -> str:
        """The address of path for who is elsewhere."""
        return page_metadata.absolute(self.request, path)

    def tag(self, kind: str, key: Any, at: datetime) -> str:
        """What is there since at, and has that key, is called for ever: a tag: URI, RFC 4151.

        The address of its page won't do: a handle can change, and be somebody else's next year.
        """
        domain, _port = split_domain_port(self.request.get_host())
        domain = re.sub(r"[^a-z0-9.-]", "", domain)
        return f"tag:{domain},{at:%Y-%m-%d}:{kind}/{key}"

    def _author(self, profile: AbstractProfile | None) -> dict[str, Any]:
        if profile is None:
            return {}
        link = self.absolute(profile.get_absolute_url())
        return {"author_name": legal(profile.name), "author_link": link}


class ProfileFeed(Feed):
    """What somebody says to everyone. It has nothing of others: no retweets, no replies to them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handle = self.profile.handle
        if handle != kwargs["handle"]:
            path = request.path.replace(f"@{kwargs['handle']}/", f"@{handle}/")
            return HttpResponsePermanentRedirect(path)
        return super().get(request, *args, **kwargs)

    @cached_property
    def profile(self) -> AbstractProfile:
        """Who the address names, if what they say is for everyone; 404 if not."""
        profiles = get_profile_model().objects.visible_to(None)
        return get_object_or_404(profiles, handle=self.kwargs["handle"], is_protected=False)

    def get_tweets(self) -> Iterable[AbstractTweet]:
        return timelines.feed_tweets(self.profile, self.size)

    def get_id(self) -> str:
        return self.tag("profile", self.profile.pk, aware(self.profile.created_at))

    def get_title(self) -> str:
        return page_metadata.name_of(self.profile)

    def get_description(self) -> str:
        return self.profile.bio or _("Tweets by %(name)s") % {"name": self.profile.name}

    def get_link(self) -> str:
        return self.profile.get_absolute_url()

    def get_author(self) -> AbstractProfile:
        return self.profile

    def get_updated(self) -> datetime:
        return self.profile.created_at


class HashtagFeed(Feed):
    """What has a hashtag, whether anybody has used it yet or not."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (name := text.fold_hashtag(kwargs["name"])) != kwargs["name"]:
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
    """What is found by ?q=, as a visitor finds it; nothing, if that is empty."""

    @cached_property
    def typed(self) -> str:
        """What is looked for."""
        return get_query_text(self.request)

    def get_tweets(self) -> Iterable[AbstractTweet]:
        return search.search_tweets(search.parse(self.typed), None, size=self.size).rows

    def get_title(self) -> str:
        return self.typed or _("Search")

    def get_description(self) -> str:
        return _("Tweets found by %(query)s") % {"query": self.typed}

    def get_link(self) -> str:
        return f"{reverse_or_none('search') or self.request.path}?{urlencode({'q': self.typed})}"

    def get_feed_url(self) -> str:
        return f"{self.request.path}?{urlencode({'q': self.typed})}"

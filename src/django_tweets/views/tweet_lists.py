"""Lists of tweets that are nobody's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import page_metadata, timelines
from .base import MemberMixin, PageMixin
from .sidebar import Sidebar, current_trends

if TYPE_CHECKING:
    from ..models import AbstractTweet


class ExploreView(PageMixin, TemplateView):
    """What is said on the site to everyone."""

    template_name = "django_tweets/explore.html"

    def get_preview(self) -> page_metadata.PageMetadata:
        return page_metadata.of_page(
            self.request, _("Explore"), _("What is said here to everyone.")
        )

    def get_page(self) -> timelines.Page[AbstractTweet]:
        return timelines.public_tweets(self.viewer, self.get_cursor())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        side = Sidebar(self.viewer)
        side.trends = []  # they are on the page itself
        trends = current_trends(limit=10)
        return super().get_context_data(page=self.get_page(), trends=trends, side=side, **kwargs)


class BookmarksView(MemberMixin, TemplateView):
    """What a member has kept."""

    template_name = "django_tweets/bookmarks.html"

    def get_page(self) -> timelines.Page[AbstractTweet]:
        return timelines.bookmarked_tweets(self.member, self.get_cursor())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.get_page(), **kwargs)


class TweetQuotesView(PageMixin, TemplateView):
    """What quotes a tweet."""

    template_name = "django_tweets/tweet_quotes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet()
        page = timelines.quoting_tweets(tweet.shown, self.viewer, self.get_cursor())
        return super().get_context_data(tweet=tweet, page=page, **kwargs)

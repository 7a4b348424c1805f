"""Lists of tweets that belong to no profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import page_metadata, timelines
from .base import MemberMixin
from .lists import ListMixin
from .profile_lists import TweetListView
from .sidebar import Sidebar

if TYPE_CHECKING:
    from ..models import AbstractTweet


class ExploreView(ListMixin, TemplateView):
    """The public tweets of the site, and the trends."""

    template_name = "django_tweets/explore.html"

    def get_page_metadata(self) -> page_metadata.PageMetadata:
        return page_metadata.of_page(self.request, _("Explore"), _("Public tweets and trends"))

    def get_page(self) -> timelines.Page[AbstractTweet]:
        return timelines.public_tweets(self.viewer, self.get_cursor(), self.page_size)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sidebar = Sidebar(self.viewer)
        sidebar.trends = []  # the page itself has them
        trends = timelines.trends(10)
        return super().get_context_data(trends=trends, sidebar=sidebar, **kwargs)


class BookmarksView(MemberMixin, ListMixin, TemplateView):
    """The tweets that a member has bookmarked."""

    template_name = "django_tweets/bookmarks.html"

    def get_page(self) -> timelines.Page[AbstractTweet]:
        return timelines.bookmarked_tweets(self.member, self.get_cursor(), self.page_size)


class TweetQuotesView(TweetListView):
    """The tweets that quote a tweet."""

    template_name = "django_tweets/tweet_quotes.html"

    def get_page(self) -> timelines.Page[AbstractTweet]:
        cursor = self.get_cursor()
        return timelines.quoting_tweets(self.tweet.shown, self.viewer, cursor, self.page_size)

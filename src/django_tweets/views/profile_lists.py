"""Lists of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from ..timelines import Page, profiles, suggestions
from .base import MemberMixin
from .lists import ListMixin
from .profiles import ProfileListView
from .sidebar import Sidebar

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


class TweetListView(ListMixin, TemplateView):
    """Base of the lists that belong to a tweet."""

    @cached_property
    def tweet(self) -> AbstractTweet:
        """The tweet of the list, as get_tweet() returns it."""
        return self.get_tweet()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, **kwargs)


class TweetLikesView(TweetListView):
    """The profiles that like a tweet."""

    template_name = "django_tweets/tweet_likes.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.likers(self.tweet, self.viewer, self.get_cursor(), self.page_size)


class TweetRetweetsView(TweetListView):
    """The profiles that have retweeted a tweet."""

    template_name = "django_tweets/tweet_retweets.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.retweeters(self.tweet, self.viewer, self.get_cursor(), self.page_size)


class FollowersView(ProfileListView):
    """The followers of a profile. For a protected profile, only its followers see them."""

    template_name = "django_tweets/followers.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.followers(self.profile, self.viewer, self.get_cursor(), self.page_size)


class FollowingView(ProfileListView):
    """The profiles that a profile follows. For a protected one, only its followers see them."""

    template_name = "django_tweets/following.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.following(self.profile, self.viewer, self.get_cursor(), self.page_size)


class FollowRequestsView(MemberMixin, ListMixin, TemplateView):
    """The profiles that have asked to follow the member."""

    template_name = "django_tweets/follow_requests.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.requests(self.member, self.get_cursor(), self.page_size)


class BlockedView(MemberMixin, ListMixin, TemplateView):
    """The profiles that the member has blocked."""

    template_name = "django_tweets/blocked.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.blocked(self.member, self.get_cursor(), self.page_size)


class MutedView(MemberMixin, ListMixin, TemplateView):
    """The profiles that the member has muted."""

    template_name = "django_tweets/muted.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.muted(self.member, self.get_cursor(), self.page_size)


class SuggestionsView(ListMixin, TemplateView):
    """Suggested profiles to follow, each with the reason. It has one page."""

    template_name = "django_tweets/suggestions.html"
    page_size = 30

    def get_page(self) -> Page[AbstractProfile]:
        return Page(suggestions(self.viewer, limit=self.page_size))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sidebar = Sidebar(self.viewer)
        sidebar.people = []  # the page itself has the suggestions
        return super().get_context_data(sidebar=sidebar, **kwargs)

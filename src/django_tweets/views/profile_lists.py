"""Lists of people."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.views.generic import TemplateView

from ..timelines import Page, profiles, suggestions
from .base import MemberMixin, PageMixin
from .profiles import ProfilePage
from .sidebar import Sidebar

if TYPE_CHECKING:
    from ..models import AbstractProfile


class TweetPeopleView(PageMixin, TemplateView, ABC):
    """Who has done something with a tweet."""

    @abstractmethod
    def get_page(self, tweet: Any) -> Page[AbstractProfile]:
        """The page of the list that the address names."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet()
        return super().get_context_data(tweet=tweet, page=self.get_page(tweet), **kwargs)


class TweetLikesView(TweetPeopleView):
    """Who likes a tweet."""

    template_name = "django_tweets/tweet_likes.html"

    def get_page(self, tweet: Any) -> Page[AbstractProfile]:
        return profiles.likers(tweet, self.viewer, self.get_cursor())


class TweetRetweetsView(TweetPeopleView):
    """Who has retweeted a tweet."""

    template_name = "django_tweets/tweet_retweets.html"

    def get_page(self, tweet: Any) -> Page[AbstractProfile]:
        return profiles.retweeters(tweet, self.viewer, self.get_cursor())


class FollowersView(ProfilePage):
    """Who follows somebody; of protected people their followers see that."""

    template_name = "django_tweets/followers.html"

    def get_page(self) -> Page[Any]:
        return profiles.followers(self.profile, self.viewer, self.get_cursor())


class FollowingView(ProfilePage):
    """Whom somebody follows; of protected people their followers see that."""

    template_name = "django_tweets/following.html"

    def get_page(self) -> Page[Any]:
        return profiles.following(self.profile, self.viewer, self.get_cursor())


class MemberPeopleView(MemberMixin, TemplateView, ABC):
    """A list of people that is a member's alone."""

    @abstractmethod
    def get_page(self) -> Page[AbstractProfile]:
        """The page of the list that the address names."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.get_page(), **kwargs)


class FollowRequestsView(MemberPeopleView):
    """Who asks to follow the member."""

    template_name = "django_tweets/follow_requests.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.requests(self.member, self.get_cursor())


class BlockedView(MemberPeopleView):
    """Whom the member has blocked."""

    template_name = "django_tweets/blocked.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.blocked(self.member, self.get_cursor())


class MutedView(MemberPeopleView):
    """Whom the member has muted."""

    template_name = "django_tweets/muted.html"

    def get_page(self) -> Page[AbstractProfile]:
        return profiles.muted(self.member, self.get_cursor())


class SuggestionsView(PageMixin, TemplateView):
    """Whom the viewer may want to follow, and why."""

    template_name = "django_tweets/suggestions.html"

    def get_page(self) -> Page[AbstractProfile]:
        return Page(suggestions(self.viewer, limit=30))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        side = Sidebar(self.viewer)
        side.people = []  # they are on the page itself
        return super().get_context_data(page=self.get_page(), side=side, **kwargs)

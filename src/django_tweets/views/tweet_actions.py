"""What a member does with a tweet, each a POST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import services
from ..timelines import hydrate
from .base import ActionView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import AbstractTweet


class TweetActionView(ActionView):
    """One thing that a member does with a tweet: nothing is said, the card shows it."""

    page_name = "django_tweets:tweet_detail"
    service: Callable[..., Any]

    shown: AbstractTweet
    """What it is done with: of a retweet, what that repeats."""

    def act(self) -> str:
        self.shown = self.get_tweet().shown
        type(self).service(self.member, self.shown)
        return ""

    def get_fragment(self) -> str:
        """As it is now; nothing where nobody can read it any more."""
        shown = hydrate([self.shown.pk], self.member)
        return "".join(self.render_actions(tweet) for tweet in shown)


class TweetLikeView(TweetActionView):
    """Like it."""

    service = staticmethod(services.like)


class TweetUnlikeView(TweetActionView):
    """Like it no more."""

    service = staticmethod(services.unlike)


class TweetRetweetView(TweetActionView):
    """Repeat it to one's followers."""

    service = staticmethod(services.retweet)


class TweetUnretweetView(TweetActionView):
    """Take that back."""

    service = staticmethod(services.unretweet)


class TweetBookmarkView(TweetActionView):
    """Keep it for oneself."""

    service = staticmethod(services.bookmark)


class TweetUnbookmarkView(TweetActionView):
    """Keep it no more."""

    service = staticmethod(services.unbookmark)

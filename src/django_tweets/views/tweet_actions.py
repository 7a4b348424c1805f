"""Actions of a member on a tweet, each a POST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import services
from ..timelines import hydrate
from .base import ActionView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import AbstractTweet


class TweetActionView(ActionView):
    """Base of the actions on a tweet. They need no message: the card shows the result."""

    default_url_name = "django_tweets:tweet_detail"
    service: Callable[..., Any]
    """The service to call with the member and the tweet."""

    tweet: AbstractTweet
    """The tweet in the URL; of a retweet, the original."""

    def perform(self) -> str:
        self.tweet = self.get_tweet().shown
        type(self).service(self.member, self.tweet)
        return ""

    def get_fragment(self) -> str:
        """Return the action bar of the tweet; nothing if the tweet is gone by now."""
        tweets = hydrate([self.tweet.pk], self.member)
        return "".join(self.render_tweet_actions(tweet) for tweet in tweets)


class TweetLikeView(TweetActionView):
    """Like a tweet."""

    service = staticmethod(services.like)


class TweetUnlikeView(TweetActionView):
    """Take back a like."""

    service = staticmethod(services.unlike)


class TweetRetweetView(TweetActionView):
    """Retweet a tweet."""

    service = staticmethod(services.retweet)


class TweetUnretweetView(TweetActionView):
    """Take back a retweet."""

    service = staticmethod(services.unretweet)


class TweetBookmarkView(TweetActionView):
    """Bookmark a tweet."""

    service = staticmethod(services.bookmark)


class TweetUnbookmarkView(TweetActionView):
    """Remove a bookmark."""

    service = staticmethod(services.unbookmark)

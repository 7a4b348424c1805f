"""Actions of a member on a tweet, each a POST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import services
from ..page_urls import reverse_or_none
from ..timelines import hydrate
from .base import ActionView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import AbstractTweet


_is_anchor = re.compile(r"t[0-9]{1,19}").fullmatch


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

    def get_next_url(self, default: str) -> str:
        """Return the next URL with the id of the card as its fragment, to come back to the card.

        The card of a retweet names its id in `at`.
        """
        url = super().get_next_url(default)
        at = self.request.GET.get("at", "")
        anchor = at if _is_anchor(at) else f"t{self.kwargs['pk']}"
        return url if "#" in url else f"{url}#{anchor}"

    def get_fragment(self) -> str:
        """Return the HTML of the tweet's state and counts; nothing if the tweet is gone by now."""
        tweets = hydrate([self.tweet.pk], self.member)
        return "".join(self.render_tweet_actions(tweet) for tweet in tweets)


class TweetLikeView(TweetActionView):
    """Like a tweet."""

    service = staticmethod(services.like)


class TweetUnlikeView(TweetActionView):
    """Take back a like."""

    service = staticmethod(services.unlike)


class RetweetActionView(TweetActionView):
    """Base of the actions that change how many tweets the member has."""

    def get_fragment(self) -> str:
        """Return also the member's own counts."""
        return super().get_fragment() + self.render_own_counts()


class TweetRetweetView(RetweetActionView):
    """Retweet a tweet."""

    service = staticmethod(services.retweet)

    def get_fragment(self) -> str:
        """Put back the cards of the member's retweet first: the changes are for these, too."""
        removal = format_html('<template data-swap="r-{}"></template>', self.tweet.anchor)
        return removal + super().get_fragment()


class TweetUnretweetView(RetweetActionView):
    """Take back a retweet."""

    service = staticmethod(services.unretweet)

    def get_fragment(self) -> str:
        """Replace the cards of the member's retweet by a line, last: the button in them changes."""
        retweet_url = reverse_or_none("tweet_retweet", self.tweet.profile.handle, self.tweet.pk)
        context = {
            "key": f"r-{self.tweet.anchor}",
            "message": _("You have undone your retweet."),
            "undo_url": retweet_url or "",
        }
        url = self.tweet.get_absolute_url()
        return super().get_fragment() + self.render_fragment("_undo_line.html", url, **context)


class TweetBookmarkView(TweetActionView):
    """Bookmark a tweet."""

    service = staticmethod(services.bookmark)


class TweetUnbookmarkView(TweetActionView):
    """Remove a bookmark."""

    service = staticmethod(services.unbookmark)

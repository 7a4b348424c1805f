"""Share a tweet: its link, and the code that embeds it in another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic import TemplateView

from .. import page_metadata
from ..page_urls import reverse_or_none
from .base import PageMixin
from .embeds import MAX_WIDTH, OEmbedView, get_public_tweet

if TYPE_CHECKING:
    from ..models import AbstractTweet

__all__ = ["TweetShareView"]


class TweetShareView(PageMixin, TemplateView):
    """The link to a tweet, for everybody who may see it; for a public tweet, the embed code too."""

    template_name = "django_tweets/tweet_share.html"

    def get_embed_code(self, tweet: AbstractTweet) -> str:
        """Return the HTML for another site; an empty string if nobody could see the tweet there."""
        has_embeds = reverse_or_none("tweet_embed", tweet.profile.handle, tweet.pk)
        public = get_public_tweet(tweet.pk) if has_embeds else None
        if public is None:
            return ""
        view = OEmbedView()
        view.setup(self.request)
        return view.get_html(public, MAX_WIDTH, view.get_height(public, MAX_WIDTH))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet().shown
        url = page_metadata.make_absolute(self.request, tweet.get_absolute_url())
        code = self.get_embed_code(tweet)
        return super().get_context_data(tweet=tweet, page_url=url, embed_code=code, **kwargs)

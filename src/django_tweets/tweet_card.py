"""Facts that the card of a tweet prints, prepared for its templates.

A look-up in a model takes a template a microsecond or two, and a page has a thousand of them. So
the tag {% tweet_card %} prepares the facts of a card in a dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from .current_app import get_app_of_request
from .formatting import numbers
from .formatting.times import TimeFormat, format_timestamp, make_aware
from .models import Visibility, WithheldTweet
from .models.link_preview import first_link
from .page_urls import NO_URL, PageURLs, TweetURLs, reverse_or_none

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import AbstractProfile, AbstractTweet, LinkPreview


class Verb(NamedTuple):
    """An action on a card that can be taken back."""

    name: str
    flag: str
    """The attribute of a tweet that says whether the viewer has done it."""
    url_name: str
    undo_url_name: str


VERBS = [
    Verb(verb, flag, f"tweet_{verb}", f"tweet_un{verb}")
    for verb, flag in [
        ("retweet", "is_retweeted"),
        ("like", "is_liked"),
        ("bookmark", "is_bookmarked"),
    ]
]


class CardPage:
    """The viewer, URLs and formats that the cards of one page share, in one language and time zone.

    return_url: where a visitor returns to after the login; "" for the page of the tweet.
    """

    def __init__(
        self, viewer: AbstractProfile | None, return_url: str, request: HttpRequest | None
    ) -> None:
        self.viewer = viewer
        self.return_query = f"?next={quote(return_url)}%23" if return_url else ""
        self.urls = PageURLs(get_app_of_request(request))
        self.times = TimeFormat(make_aware(timezone.now()))

    def get_context(self, entry: AbstractTweet) -> dict[str, Any]:
        """Return the variables that the templates of a card share.

        `entry` is the tweet of the list, `tweet` the one that its card shows: the retweeted one, or
        itself. `author` is the profile of `tweet`, `urls` has its URLs, `card` what it prints.
        """
        tweet = entry.shown
        urls = TweetURLs(tweet, page=self.urls)
        card = self._get_facts(tweet)
        card |= self._get_controls(entry, tweet, urls)
        return {"entry": entry, "tweet": tweet, "author": tweet.profile, "urls": urls, "card": card}

    def _get_facts(self, tweet: AbstractTweet) -> dict[str, Any]:
        """Return the values of a card, except the text of its tweet. A count of 0 is 0."""
        author = tweet.profile
        replies, likes = tweet.reply_count, tweet.like_count
        retweets = tweet.retweet_count + tweet.quote_count
        return {
            "name": escape(author.shown_name),
            "handle": escape(author.handle),
            "age": self.times.format_age(make_aware(tweet.created_at)),
            "time": self.times.format_datetime(tweet.created_at),
            "timestamp": SafeString(format_timestamp(tweet.created_at)),
            "edit_time": tweet.shown_edited_at
            and self.times.format_datetime(tweet.shown_edited_at),
            "audience": self._get_audience(tweet),
            "decision_url": self._get_decision_url(tweet),
            "reply_handle": tweet.reply_handle,
            "reply_handle_url": tweet.reply_handle and self.urls.of_profile(tweet.reply_handle),
            "reply_count": replies and numbers.format_count(replies),
            "retweet_count": retweets and numbers.format_count(retweets),
            "like_count": likes and numbers.format_count(likes),
            "link_preview": tweet.link_preview and get_preview_facts(tweet.link_preview, tweet),
        }

    def _get_audience(self, tweet: AbstractTweet) -> Any:
        """Return the audience of tweet; for its author, why it is withheld; "" if it is public."""
        if reason := tweet.withheld_reason:
            return WithheldTweet.Reason(reason).label
        return "" if tweet.visibility == "public" else tweet.get_visibility_display()

    def _get_decision_url(self, tweet: AbstractTweet) -> str:
        """Return the page with the decision of the moderators about a withheld tweet; or ""."""
        is_decided = tweet.withheld_reason not in {"", WithheldTweet.Reason.HELD}
        return (is_decided and reverse_or_none("moderation_notices")) or ""

    def _get_controls(
        self, entry: AbstractTweet, tweet: AbstractTweet, urls: TweetURLs
    ) -> dict[str, SafeString]:
        """Return ids, and URLs and attributes of the controls: "" for one that a card lacks."""
        anchor = SafeString(tweet.anchor)
        can_refer = tweet.visibility != Visibility.WITHHELD
        at = anchor if entry is tweet else SafeString(entry.anchor)
        controls = {
            "id": at,
            "tweet_id": anchor,
            "reply_url": urls["tweet_reply"] if can_refer else NO_URL,
            "quote_url": urls["tweet_quote"] if can_refer else NO_URL,
        }
        if self.viewer is None:
            back = f"{self.return_query}{at}" if self.return_query else ""
            for verb in VERBS:
                controls[verb.name] = _get_link(urls[verb.url_name], back)
        else:
            back = "" if entry is tweet else f"?at={at}"
            for name, flag, url_name, undo_url_name in VERBS:
                if getattr(tweet, flag):
                    state, url = 'aria-pressed="true"', urls[undo_url_name]
                else:
                    state, url = 'aria-pressed="false"', urls[url_name]
                controls[name] = SafeString(f'formaction="{url}{back}" {state}' if url else "")
        if not (tweet.is_retweeted or tweet.is_retweetable):
            controls["retweet"] = NO_URL
        return controls


def get_preview_facts(preview: LinkPreview, tweet: AbstractTweet) -> dict[str, Any]:
    """Return the values of a card's link preview. `picture_query` changes with the picture."""
    name = preview.picture.name or ""
    return {
        "url": first_link(tweet),
        "title": preview.title,
        "description": preview.description,
        "site_name": preview.site_name if preview.site_name.lower() != preview.host else "",
        "host": preview.host.removeprefix("www."),
        "picture_query": f"?{name.rpartition('/')[2][:8]}" if name else "",
        "width": str(preview.picture_width),  # a template would format a number: 1,200
        "height": str(preview.picture_height),
        "is_wide": preview.picture_width > preview.picture_height,
    }


def _get_link(url: str, back: str) -> SafeString:
    """Return the attributes of a visitor's link, which leads to the login."""
    return SafeString(f'href="{url}{back}" rel="nofollow"') if url else NO_URL

"""{% load django_tweets %}: tags and filters for a host's own pages.

Tags take objects, work for anonymous visitors, and make the same number of queries for one row and
for many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.translation import pgettext

from .. import activity_chart, notification_text, text, timelines
from ..formatting import numbers, times
from ..forms import TweetForm, get_tweet_form
from ..models import NotificationSettings, visibility
from ..page_urls import get_tweet_urls, reverse_or_none
from ..site_links import get_site_links
from ..swapping import get_profile_model
from ..template_context import EMPTY, NAME
from ..views.sidebar import current_trends
from ..views.viewer import get_viewer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.http import HttpRequest
    from django.template import Context
    from django.template.base import Parser, Token
    from django.utils.safestring import SafeString

    from ..models import AbstractProfile, AbstractTweet, Notification
    from ..page_urls import TweetURLs
    from ..site_links import SiteLinks

register = template.Library()

WIDGET = "django_tweets/_widget.html"


def _request(context: Context) -> HttpRequest | None:
    # The attribute is there whether or not the host has the request context processor.
    return getattr(context, "request", None) or context.get("request")


def _current_url(context: Context) -> str:
    """Return the URL of the page, to come back to after a form."""
    request = _request(context)
    return request.get_full_path() if request else ""


def _viewer(context: Context) -> AbstractProfile | None:
    return get_viewer(_request(context))


class TweetsContextNode(template.Node):
    """The part of a template in which our variables have their short names."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with context.push(**{**EMPTY, **(context.get(NAME) or {})}):
            return self.nodelist.render(context)


@register.tag
def tweets_context(parser: Parser, token: Token) -> TweetsContextNode:
    """{% tweets_context %} … {% endtweets_context %}: there, `django_tweets.page` is `page`."""
    nodelist = parser.parse(["endtweets_context"])
    parser.delete_first_token()
    return TweetsContextNode(nodelist)


@register.filter
def tweet_html(tweet: AbstractTweet, site: str = "") -> SafeString:
    """Return the text of tweet as HTML: escaped, with links for its stored entities.

    In a hydrated tweet, a mention links to the present handle of the profile, and is plain text
    if the profile is gone. site: what links to pages of this site begin with, such as
    "https://example.org", for a text that is read elsewhere.
    """
    profiles = {entity["start"]: entity.get("profile") for entity in tweet.entities}
    handles = tweet.mentioned_handles

    def link(entity: text.Entity) -> str | None:
        if entity.kind == "hashtag" and text.hashtag_key(entity.value):
            path = reverse_or_none("hashtag", text.fold_hashtag(entity.value))
        elif entity.kind != "mention" or (key := profiles[entity.start]) is None:
            return None  # cashtags have no page
        else:
            handle = entity.value.lower() if handles is None else handles.get(str(key))
            path = handle and reverse_or_none("profile_detail", handle)
        return path and site + path

    entities = [text.Entity(e["kind"], e["start"], e["end"], e["value"]) for e in tweet.entities]
    return text.to_html(tweet.content, entities, link)


@register.simple_tag
def page_query(cursor: timelines.Cursor, params: Mapping[str, Any] | None = None) -> str:
    """{% page_query page.older %}: the query string of a neighbouring page.

    params: other parameters of the list, such as {"q": "tea"} for a search.
    """
    return f"?{urlencode({**(params or {}), **cursor.params})}"


@register.simple_tag(takes_context=True)
def tweet_urls(context: Context, tweet: AbstractTweet) -> TweetURLs:
    """{% tweet_urls tweet as urls %}: {{ urls.tweet_like }}, {{ urls.profile_mute }} and so on.

    The same as {% url %} with the author's handle (and the tweet's id), but faster, for pages with
    hundreds of URLs. Empty for a page that the host has left out.
    """
    return get_tweet_urls(tweet, _request(context))


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_list(context: Context, tweets: Iterable[AbstractTweet]) -> dict[str, Any]:
    """{% tweet_list tweets %}: the tweets that the viewer may see, in the given order."""
    return _list(context, _visible(tweets, _viewer(context)))


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet(context: Context, tweet: AbstractTweet) -> dict[str, Any]:
    """{% tweet tweet %}: one tweet, or nothing if the viewer may not see it.

    It makes a query for each tweet that is not hydrated: in a loop, use tweet_list.
    """
    return _list(context, _visible([tweet], _viewer(context)))


def _list(context: Context, tweets: list[AbstractTweet]) -> dict[str, Any]:
    return _widget(context, "_tweet_list.html", tweets=tweets) if tweets else {}


def _widget(
    context: Context, name: str, *, has_icons: bool = True, **values: Any
) -> dict[str, Any]:
    """Return the context of _widget.html, which includes the template of that name."""
    shared = {
        "viewer": _viewer(context),
        "current_url": _current_url(context),
        "has_icons": has_icons,
    }
    return {**EMPTY, "fragment": f"django_tweets/{name}", **shared, **values}


def _visible(
    tweets: Iterable[AbstractTweet], viewer: AbstractProfile | None
) -> list[AbstractTweet]:
    tweets = list(tweets)
    key = viewer and viewer.pk
    if all(tweet.hydrated_for == key for tweet in tweets):
        return tweets
    return timelines.hydrate([tweet.pk for tweet in tweets], viewer)


@register.inclusion_tag(WIDGET, takes_context=True)
def home_timeline(context: Context, limit: int = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% home_timeline limit=5 %}: the home timeline of the viewer; nothing for a visitor."""
    viewer = _viewer(context)
    return _list(context, timelines.home(viewer, size=limit).tweets if viewer else [])


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_timeline(
    context: Context, profile: AbstractProfile, limit: int = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% profile_timeline profile limit=5 %}: the newest tweets of a profile."""
    return _list(context, timelines.profile_tweets(profile, _viewer(context), size=limit).tweets)


@register.inclusion_tag(WIDGET, takes_context=True)
def hashtag_timeline(
    context: Context, name: str, limit: int = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% hashtag_timeline "django" limit=5 %}: the newest tweets with a hashtag."""
    hashtag = timelines.hashtags.find(name.removeprefix("#"))
    if hashtag is None:
        return {}
    return _list(context, timelines.hashtag_tweets(hashtag, _viewer(context), size=limit).tweets)


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_card(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% profile_card profile %}: a profile, or nothing if the viewer may not see it."""
    viewer = _viewer(context)
    if not get_profile_model().objects.visible_to(viewer).filter(pk=profile.pk).exists():
        return {}
    timelines.profiles.relate([profile], viewer)
    return _widget(context, "_profile.html", profile=profile)


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_activity(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% profile_activity profile %}: the activity chart, if the viewer may see it."""
    viewer, today = _viewer(context), times.today()
    visible: Any = get_profile_model().objects.visible_to(viewer)
    if not visible.filter(visibility.unprotected_profiles(viewer), pk=profile.pk).exists():
        return {}
    chart = activity_chart.ActivityChart(timelines.activity(profile, today), today)
    return _widget(context, "_activity_chart.html", has_icons=False, profile=profile, chart=chart)


@register.inclusion_tag(WIDGET, takes_context=True)
def follow_button(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% follow_button profile %}: follow, unfollow, withdraw the request or unblock."""
    viewer = _viewer(context)
    if viewer and viewer.pk == profile.pk:
        return {}
    if profile.related_to != (viewer and viewer.pk):
        timelines.profiles.relate([profile], viewer)
    return _widget(context, "_follow_button.html", has_icons=False, profile=profile)


@register.inclusion_tag(WIDGET, takes_context=True)
def who_to_follow(context: Context, limit: int = 3) -> dict[str, Any]:
    """{% who_to_follow limit=3 %}: suggested profiles, each with the reason."""
    people = timelines.suggestions(_viewer(context), limit=limit)
    return _widget(context, "_who_to_follow.html", people=people) if people else {}


@register.inclusion_tag(WIDGET, takes_context=True)
def trends(context: Context, limit: int = 5) -> dict[str, Any]:
    """{% trends limit=5 %}: the strongest trends of the site."""
    rows = current_trends(limit)
    return _widget(context, "_trends.html", has_icons=False, trends=rows) if rows else {}


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_composer(
    context: Context, form_class: type[TweetForm] | TweetForm | None = None
) -> dict[str, Any]:
    """{% tweet_composer %}: the form for a tweet; for a visitor, a link to the login.

    It comes back to this page. form_class: a form instead of DJANGO_TWEETS_TWEET_FORM.
    """
    # A template calls a class that it gets from its context, so this may be a form already.
    form = form_class if isinstance(form_class, TweetForm) else (form_class or get_tweet_form())()
    return _widget(context, "_composer.html", form=form)


@register.simple_tag(takes_context=True)
def site_links(context: Context) -> SiteLinks | None:
    """{% site_links as links %}: {{ links.front_page }}, {{ links.login }}, {{ links.logout }}."""
    request = _request(context)
    return get_site_links(request) if request else None


@register.simple_tag(takes_context=True)
def unread_notification_count(context: Context) -> str:
    """{% unread_notification_count as unread %}: "5" or "99+"; "" for none."""
    viewer = _viewer(context)
    count = timelines.unread_count(viewer) if viewer else 0
    return pgettext("count", "99+") if count > 99 else str(count or "")


@register.inclusion_tag(WIDGET, takes_context=True)
def notifications(context: Context, limit: int = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% notifications limit=5 %}: the viewer's newest notifications; nothing for a visitor.

    They stay unread: only the page of notifications marks them as read.
    """
    viewer = _viewer(context)
    if viewer is None:
        return {}
    page = timelines.notifications(viewer, NotificationSettings.for_profile(viewer), size=limit)
    return _widget(context, "_notification_list.html", notifications=page.rows) if page.rows else {}


@register.filter
def notification_html(notification: Notification) -> SafeString:
    """{{ notification|notification_html }}: its text, with links to the profiles in it."""
    return notification_text.get_html(notification)


@register.filter
def tweet_count(count: int) -> str:
    """{{ tweet.like_count|tweet_count }}: a number in the short form of the language, 1.2K."""
    # Translators: pairs of a limit and the format of numbers from that limit on, with # for the
    # number of units: "1000 # Tsd., 1000000 # Mio.", "10000 #万, 100000000 #億".
    steps = pgettext("compact numbers", "1000 #K, 1000000 #M, 1000000000 #B")
    return numbers.compact_number(count, steps)


@register.filter
def tweet_time(moment: datetime) -> str:
    """{{ tweet.created_at|tweet_time }}: time since then, as 5 min; after a week, the date."""
    return times.format_age(moment, timezone.now())


@register.filter
def tweet_datetime(moment: datetime) -> str:
    """{{ tweet.created_at|tweet_datetime }}: date and time in the reader's language and zone."""
    return times.format_datetime(moment)

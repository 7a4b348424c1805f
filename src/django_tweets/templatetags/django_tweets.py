"""{% load django_tweets %}: tags and filters for a host's own pages.

Tags take objects, work for anonymous visitors, and make the same number of queries for one row and
for many. With a missing object, or one of another type, they show nothing. Inside of {% cache %}
they show what a visitor sees: see fragment_cache.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import pgettext

from .. import activity_chart, notification_text, text, timelines
from ..conf import conf
from ..current_app import get_app_of_request
from ..formatting import times
from ..forms import TweetForm, get_tweet_form
from ..models import AbstractTweet, Notification, TweetRevision, visibility
from ..page_urls import PageURLs, get_tweet_urls, reverse_or_none
from ..reading import relations
from ..site_links import get_shared_site_links, get_site_links
from ..swapping import get_profile_model
from ..template_context import EMPTY, NAME
from ..views import unsent_text
from ..views.sidebar import Sidebar
from .arguments import get_limit, get_profile, get_request, get_tweets
from .card import tweet_attachments, tweet_card, tweet_part, tweet_thumbnail
from .feeds import profile_feed_url
from .fragment_cache import (
    current_url,
    find_shared_fragment,
    refuse_shared_fragment,
    viewer_of,
    warn_of_shared_fragment,
)
from .render_state import call_once, count, tweets_once, tweets_repeated
from .reports import report_url
from .values import tweet_count, tweet_datetime, tweet_time, tweet_timestamp
from .view_counts import tweet_views_url

if TYPE_CHECKING:
    from django.template import Context
    from django.template.base import Parser, Token
    from django.utils.safestring import SafeString

    from ..models import AbstractProfile
    from ..page_urls import TweetURLs
    from ..site_links import SiteLinks

register = template.Library()
register.tag(tweet_card)
register.tag(tweet_part)
register.simple_tag(tweet_attachments)
register.simple_tag(tweet_thumbnail)
register.simple_tag(report_url, takes_context=True)
register.tag(tweets_once)
register.tag(tweets_repeated)
for each in (tweet_count, tweet_datetime, tweet_time, tweet_timestamp):
    register.filter(each)
register.simple_tag(profile_feed_url)
register.simple_tag(tweet_views_url)

WIDGET = "django_tweets/_widget.html"


class TweetsContextNode(template.Node):
    """The part of a template in which our variables have their short names."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        own = context.get(NAME) or {}
        if own.get("viewer") or own.get("is_suspended"):
            refuse_shared_fragment(context)
        with context.push(**{**EMPTY, **own}):
            return self.nodelist.render(context)


@register.tag
def tweets_context(parser: Parser, token: Token) -> TweetsContextNode:
    """{% tweets_context %} … {% endtweets_context %}: there, `django_tweets.page` is `page`."""
    nodelist = parser.parse(["endtweets_context"])
    parser.delete_first_token()
    return TweetsContextNode(nodelist)


@register.filter
def tweet_html(tweet: Any, site: str = "") -> SafeString | str:
    """Return the text of a tweet or revision as HTML: escaped, with links for its entities.

    In a hydrated tweet, a mention links to the present handle of the profile, and is plain text
    if the profile is gone. site: what links to pages of this site begin with, such as
    "https://example.org", for a text that is read elsewhere.
    """
    if not isinstance(tweet, AbstractTweet | TweetRevision):
        return ""
    if not tweet.entities:
        return text.to_html(tweet.content, [], lambda _: None)
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
def page_query(cursor: Any, params: Mapping[str, Any] | None = None) -> str:
    """{% page_query page.older %}: the query string of a neighbouring page.

    params: other parameters of the list, such as {"q": "tea"} for a search.
    """
    if not isinstance(cursor, timelines.Cursor):
        return ""
    others = params if isinstance(params, Mapping) else {}
    return f"?{urlencode({**others, **cursor.params})}"


@register.simple_tag(takes_context=True)
def tweet_urls(context: Context, tweet: Any) -> TweetURLs | dict[str, str]:
    """{% tweet_urls tweet as urls %}: {{ urls.tweet_like }}, {{ urls.profile_mute }} and so on.

    The same as {% url %} with the author's handle (and the tweet's id), but faster, for pages with
    hundreds of URLs. Empty for a page that the host has left out.
    """
    if not isinstance(tweet, AbstractTweet):
        return defaultdict(str)
    return get_tweet_urls(tweet, get_request(context))


@register.simple_tag(takes_context=True)
def stream_url(context: Context, name: str = "stream") -> str:
    """{% stream_url as url %}: the event stream for the viewer; "" for visitors, or without one.

    name: "stream_parts" for the parts of a page that events tell of.
    """
    if conf.STREAM is None or viewer_of(context) is None:
        return ""
    return reverse_or_none(name) or ""


@register.simple_tag(takes_context=True)
def tweet_relative_quote_url(context: Context) -> str:
    """{% tweet_relative_quote_url as url %}: "../quote/", from the URL of any retweet; or ""."""
    return PageURLs(get_app_of_request(get_request(context))).get_relative_quote_url()


@register.inclusion_tag(WIDGET, takes_context=True)
def tweets_assets(context: Context) -> dict[str, Any]:
    """{% tweets_assets %}: stylesheet, script and icons, which the first tag of a page has.

    For a page whose tags are all in {% cache %}.
    """
    return _widget(context, "_live_region.html", is_open_to_visitors=True)


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_list(context: Context, tweets: Any) -> dict[str, Any]:
    """{% tweet_list tweets %}: the tweets that the viewer may see, in the given order."""
    return _list(context, _visible(get_tweets(tweets), viewer_of(context)))


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet(context: Context, tweet: Any) -> dict[str, Any]:
    """{% tweet tweet %}: one tweet, or nothing if the viewer may not see it.

    It makes a query for each tweet that is not hydrated: in a loop, use tweet_list.
    """
    return _list(context, _visible(get_tweets([tweet]), viewer_of(context)))


def _list(context: Context, tweets: list[AbstractTweet]) -> dict[str, Any]:
    return _widget(context, "_tweet_list.html", tweets=tweets) if tweets else {}


def _widget(
    context: Context,
    name: str,
    *,
    has_icons: bool = True,
    is_open_to_visitors: bool = False,
    **values: Any,
) -> dict[str, Any]:
    """Return the context of _widget.html, which includes the template of that name.

    Nothing for a visitor of a closed site, unless the widget is_open_to_visitors.
    """
    if not (conf.PUBLIC or is_open_to_visitors) and viewer_of(context) is None:
        return {}
    shared = {
        "viewer": viewer_of(context),
        "current_url": current_url(context),
        "has_icons": has_icons,
        "tweets_has_stylesheet": context.get("tweets_has_stylesheet"),
    }
    return {**EMPTY, "fragment": f"django_tweets/{name}", **shared, **values}


def _visible(tweets: list[AbstractTweet], viewer: AbstractProfile | None) -> list[AbstractTweet]:
    key = viewer and viewer.pk
    if all(tweet.hydrated_for == key for tweet in tweets):
        return tweets
    return timelines.hydrate([tweet.pk for tweet in tweets], viewer)


@register.inclusion_tag(WIDGET, takes_context=True)
def home_timeline(context: Context, limit: Any = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% home_timeline limit=5 %}: the home timeline of the viewer; nothing for a visitor."""
    viewer = viewer_of(context)
    return _list(
        context,
        timelines.home(viewer, size=get_limit(limit, timelines.PAGE_SIZE)).tweets if viewer else [],
    )


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_timeline(
    context: Context, profile: Any, limit: Any = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% profile_timeline profile limit=5 %}: the newest tweets of a profile."""
    if (profile := get_profile(profile)) is None:
        return {}
    size = get_limit(limit, timelines.PAGE_SIZE)
    return _list(context, timelines.profile_tweets(profile, viewer_of(context), size=size).tweets)


@register.inclusion_tag(WIDGET, takes_context=True)
def hashtag_timeline(
    context: Context, name: Any, limit: Any = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% hashtag_timeline "django" limit=5 %}: the newest tweets with a hashtag."""
    name = name.removeprefix("#") if isinstance(name, str) else ""
    hashtag = call_once(context, timelines.hashtags.find, name)
    if hashtag is None:
        return {}
    size = get_limit(limit, timelines.PAGE_SIZE)
    return _list(context, timelines.hashtag_tweets(hashtag, viewer_of(context), size=size).tweets)


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_card(context: Context, profile: Any) -> dict[str, Any]:
    """{% profile_card profile %}: a profile, or nothing if the viewer may not see it."""
    viewer = viewer_of(context)
    if (profile := get_profile(profile)) is None:
        return {}
    if not call_once(context, _is_visible, profile, viewer):
        return {}
    _relate(profile, viewer)
    return _widget(context, "_profile.html", profile=profile)


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_activity(context: Context, profile: Any) -> dict[str, Any]:
    """{% profile_activity profile %}: the activity chart, if the viewer may see it."""
    viewer, today = viewer_of(context), times.today()
    if (profile := get_profile(profile)) is None:
        return {}
    if not call_once(context, _is_open, profile, viewer):
        return {}
    chart = activity_chart.ActivityChart(timelines.activity(profile, today), today)
    return _widget(context, "_activity_chart.html", has_icons=False, profile=profile, chart=chart)


@register.inclusion_tag(WIDGET, takes_context=True)
def follow_button(context: Context, profile: Any) -> dict[str, Any]:
    """{% follow_button profile %}: follow, unfollow, withdraw the request or unblock.

    Nothing if the viewer may not see the profile. It makes two queries for each profile that is not
    from a list of ours or prepared by timelines.profiles.relate().
    """
    viewer = viewer_of(context)
    if (profile := get_profile(profile)) is None or profile == viewer:
        return {}
    if profile.related_to != (viewer and viewer.pk):
        timelines.profiles.relate([profile], viewer)
    if profile.is_hidden or profile.deleted_at:
        return {}
    return _widget(context, "_follow_button.html", has_icons=False, profile=profile)


def _is_visible(profile: AbstractProfile, viewer: AbstractProfile | None) -> bool:
    visible: Any = get_profile_model()._rows.visible_to(viewer)
    is_there: bool = visible.filter(pk=profile.pk).exists()
    return is_there


def _is_open(profile: AbstractProfile, viewer: AbstractProfile | None) -> bool:
    visible: Any = get_profile_model()._rows.visible_to(viewer)
    readable = visible.filter(visibility.unprotected_profiles(viewer), pk=profile.pk)
    is_there: bool = readable.exists()
    return is_there


def _relate(profile: AbstractProfile, viewer: AbstractProfile | None) -> None:
    if profile.related_to != (viewer and viewer.pk):
        relations.relate([profile], viewer)


@register.inclusion_tag(WIDGET, takes_context=True)
def who_to_follow(context: Context, limit: Any = 3) -> dict[str, Any]:
    """{% who_to_follow limit=3 %}: suggested profiles, each with the reason."""
    people = call_once(context, _suggestions, viewer_of(context), get_limit(limit, 3))
    return _widget(context, "_who_to_follow.html", people=people) if people else {}


@register.inclusion_tag(WIDGET, takes_context=True)
def trends(context: Context, limit: Any = 5) -> dict[str, Any]:
    """{% trends limit=5 %}: the strongest trends of the site."""
    rows = call_once(context, timelines.trends, get_limit(limit, 5))
    return _widget(context, "_trends.html", has_icons=False, trends=rows) if rows else {}


def _suggestions(viewer: AbstractProfile | None, limit: int) -> list[AbstractProfile]:
    return timelines.suggestions(viewer, limit=limit)


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_composer(context: Context, form_class: Any = None) -> dict[str, Any]:
    """{% tweet_composer %}: the form for a tweet; for a visitor, a link to the login.

    It comes back to this page. form_class: a form instead of DJANGO_TWEETS_TWEET_FORM.
    """
    # A template calls a class that it gets from its context, so this is a form already.
    is_form = isinstance(form_class, TweetForm)
    form = form_class if is_form else get_tweet_form()(member=viewer_of(context))
    if form.auto_id == "id_%s":  # which a form of the host's on this page may have, too
        form.auto_id = f"id_tweets_{count(context, 'composer')}_%s"
    return _widget(context, "_composer.html", is_open_to_visitors=True, form=form)


@register.simple_tag(takes_context=True)
def site_links(context: Context) -> SiteLinks | None:
    """{% site_links as links %}: {{ links.front_page }}, {{ links.login }}, {{ links.logout }}."""
    request = get_request(context)
    if request is None:
        return None
    if (node := find_shared_fragment(request)) is None:
        return get_site_links(request)
    if request.user.is_authenticated:
        warn_of_shared_fragment(node)
    return get_shared_site_links(request)


@register.simple_tag(takes_context=True)
def unread_notification_count(context: Context) -> str:
    """{% unread_notification_count as unread %}: "5" or "99+"; "" for none."""
    viewer = viewer_of(context)
    sidebar = (context.get(NAME) or {}).get("sidebar")
    if isinstance(sidebar, Sidebar) and viewer and sidebar.viewer == viewer:
        unread = sidebar.unread  # on a page of ours, read with the sidebar
    else:
        unread = call_once(context, timelines.unread_count, viewer) if viewer else 0
    return pgettext("count", "99+") if unread > 99 else str(unread or "")


@register.inclusion_tag(WIDGET, takes_context=True)
def notifications(context: Context, limit: Any = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% notifications limit=5 %}: the viewer's newest notifications; nothing for a visitor.

    They stay unread: only the page of notifications marks them as read.
    """
    viewer = viewer_of(context)
    if viewer is None:
        return {}
    size = get_limit(limit, timelines.PAGE_SIZE)
    page = timelines.notifications(viewer, size=size)
    return _widget(context, "_notification_list.html", notifications=page.rows) if page.rows else {}


@register.filter
def notification_html(notification: Any) -> SafeString | str:
    """{{ notification|notification_html }}: its text, with links to the profiles in it."""
    is_notification = isinstance(notification, Notification)
    return notification_text.get_html(notification) if is_notification else ""


@register.filter
def tweet_writer(viewer: Any) -> str:
    """{{ viewer|tweet_writer }}: the key, signed, for the field `writer` of a composer."""
    profile = get_profile(viewer)
    return unsent_text.sign(profile) if profile else ""

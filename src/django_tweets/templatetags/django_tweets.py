"""{% load django_tweets %}: tweets on a host's own pages.

Every tag takes objects, shows an anonymous visitor what they may read, and makes the same few
queries however many rows it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from .. import counts, text, timelines, times
from ..addresses import addresses_of
from ..forms import TweetForm
from ..swapping import get_profile_model
from ..views.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest
    from django.template import Context
    from django.utils.safestring import SafeString

    from ..addresses import Addresses
    from ..models import AbstractProfile, AbstractTweet

register = template.Library()

WIDGET = "django_tweets/_widget.html"


def _request(context: Context) -> HttpRequest | None:
    # The attribute is there whether or not the host has the request context processor.
    return getattr(context, "request", None) or context.get("request")


def _here(context: Context) -> str:
    """The address of the page, to come back to."""
    request = _request(context)
    return request.get_full_path() if request else ""


def _viewer(context: Context) -> AbstractProfile | None:
    return viewer_of(_request(context))


@register.filter
def tweet_html(tweet: AbstractTweet) -> SafeString:
    """The text of tweet with its links, made of escaped pieces and the entities of its row."""
    profiles = {entity["start"]: entity.get("profile") for entity in tweet.entities}

    def link(entity: text.Entity) -> str | None:
        if entity.kind == "mention" and profiles[entity.start] is not None:
            return reverse("django_tweets:profile_detail", args=[entity.value.lower()])
        return None  # hashtags and cashtags have no page yet

    entities = [text.Entity(e["kind"], e["start"], e["end"], e["value"]) for e in tweet.entities]
    return text.to_html(tweet.content, entities, link)


@register.simple_tag(takes_context=True)
def tweet_urls(context: Context, tweet: AbstractTweet) -> Addresses:
    """{% tweet_urls tweet as urls %}: {{ urls.tweet_like }}, {{ urls.profile_mute }} and so on.

    As {% url %} with the author's handle, and the tweet's id for names of tweets; for a page that
    needs hundreds.
    """
    return addresses_of(tweet, _request(context))


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_list(context: Context, tweets: Iterable[AbstractTweet]) -> dict[str, Any]:
    """{% tweet_list tweets %}: those of tweets that the viewer may read, in their order."""
    return _list(context, _readable(tweets, _viewer(context)))


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet(context: Context, tweet: AbstractTweet) -> dict[str, Any]:
    """{% tweet tweet %}: one tweet, or nothing if the viewer may not read it.

    In a loop over tweets that come from a queryset, tweet_list makes one query for all.
    """
    return _list(context, _readable([tweet], _viewer(context)))


def _list(context: Context, tweets: list[AbstractTweet]) -> dict[str, Any]:
    return _widget(context, "_tweet_list.html", tweets=tweets) if tweets else {}


def _widget(
    context: Context, name: str, *, has_icons: bool = True, **values: Any
) -> dict[str, Any]:
    """Context of the template that puts our fragment of that name on a host's page."""
    shared = {"viewer": _viewer(context), "here": _here(context), "has_icons": has_icons}
    return {"fragment": f"django_tweets/{name}", **shared, **values}


def _readable(
    tweets: Iterable[AbstractTweet], viewer: AbstractProfile | None
) -> list[AbstractTweet]:
    tweets = list(tweets)
    key = viewer and viewer.pk
    if all(tweet.hydrated_for == key for tweet in tweets):
        return tweets
    return timelines.hydrate([tweet.pk for tweet in tweets], viewer)


@register.inclusion_tag(WIDGET, takes_context=True)
def home_timeline(context: Context, limit: int = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% home_timeline limit=5 %}: the newest of the viewer's home; nothing for a visitor."""
    viewer = _viewer(context)
    return _list(context, timelines.home(viewer, size=limit).tweets if viewer else [])


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_timeline(
    context: Context, profile: AbstractProfile, limit: int = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% profile_timeline profile limit=5 %}: the newest tweets of one author."""
    return _list(context, timelines.profile(profile, _viewer(context), size=limit).tweets)


@register.inclusion_tag(WIDGET, takes_context=True)
def profile_card(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% profile_card profile %}: who somebody is, or nothing if the viewer may not know."""
    viewer = _viewer(context)
    if not get_profile_model().objects.visible_to(viewer).filter(pk=profile.pk).exists():
        return {}
    timelines.people.relate([profile], viewer)
    return _widget(context, "_profile.html", profile=profile)


@register.inclusion_tag(WIDGET, takes_context=True)
def follow_button(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% follow_button profile %}: follow, or what else there is to do with somebody."""
    viewer = _viewer(context)
    if viewer and viewer.pk == profile.pk:
        return {}
    if profile.related_to != (viewer and viewer.pk):
        timelines.people.relate([profile], viewer)
    return _widget(context, "_follow_button.html", has_icons=False, profile=profile)


@register.inclusion_tag(WIDGET, takes_context=True)
def tweet_composer(context: Context) -> dict[str, Any]:
    """{% tweet_composer %}: a place to write that comes back to this page; asks a visitor in."""
    return _widget(context, "_composer.html", form=TweetForm())


@register.filter
def tweet_count(count: int) -> str:
    """{{ tweet.like_count|tweet_count }}: as short as the reader's language has it, 1.2K."""
    # Translators: from which number on it is written how, with # for the number of those units:
    # "1000 # Tsd., 1000000 # Mio.", "10000 #万, 100000000 #億".
    steps = pgettext("compact numbers", "1000 #K, 1000000 #M, 1000000000 #B")
    return counts.compact(count, steps)


@register.filter
def tweet_time(moment: datetime) -> str:
    """{{ tweet.created_at|tweet_time }}: how long ago, as 5 min; from a week on, the day."""
    return times.ago(moment, timezone.now())


@register.filter
def tweet_datetime(moment: datetime) -> str:
    """{{ tweet.created_at|tweet_datetime }}: exactly when, in the reader's language and zone."""
    return times.exactly(moment)

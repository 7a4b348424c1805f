"""{% load django_tweets %}: tweets on a host's own pages.

Every tag takes objects, shows an anonymous visitor what they may read, and makes the same few
queries however many rows it shows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import text, timelines
from ..forms import TweetForm
from ..swapping import get_profile_model
from ..views.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest
    from django.template import Context
    from django.utils.safestring import SafeString

    from ..models import AbstractProfile, AbstractTweet

register = template.Library()


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


@register.inclusion_tag("django_tweets/_tweet_list.html", takes_context=True)
def tweet_list(context: Context, tweets: Iterable[AbstractTweet]) -> dict[str, Any]:
    """{% tweet_list tweets %}: those of tweets that the viewer may read, in their order."""
    return _list(context, _readable(tweets, _viewer(context)))


@register.inclusion_tag("django_tweets/_tweet_list.html", takes_context=True)
def tweet(context: Context, tweet: AbstractTweet) -> dict[str, Any]:
    """{% tweet tweet %}: one tweet, or nothing if the viewer may not read it.

    In a loop over tweets that come from a queryset, tweet_list makes one query for all.
    """
    return _list(context, _readable([tweet], _viewer(context)))


def _list(context: Context, tweets: list[AbstractTweet]) -> dict[str, Any]:
    return {"tweets": tweets, "viewer": _viewer(context), "here": _here(context)}


def _readable(
    tweets: Iterable[AbstractTweet], viewer: AbstractProfile | None
) -> list[AbstractTweet]:
    tweets = list(tweets)
    key = viewer and viewer.pk
    if all(tweet.hydrated_for == key for tweet in tweets):
        return tweets
    return timelines.hydrate([tweet.pk for tweet in tweets], viewer)


@register.inclusion_tag("django_tweets/_tweet_list.html", takes_context=True)
def home_timeline(context: Context, limit: int = timelines.PAGE_SIZE) -> dict[str, Any]:
    """{% home_timeline limit=5 %}: the newest of the viewer's home; nothing for a visitor."""
    viewer = _viewer(context)
    return _list(context, timelines.home(viewer, size=limit).tweets if viewer else [])


@register.inclusion_tag("django_tweets/_tweet_list.html", takes_context=True)
def profile_timeline(
    context: Context, profile: AbstractProfile, limit: int = timelines.PAGE_SIZE
) -> dict[str, Any]:
    """{% profile_timeline profile limit=5 %}: the newest tweets of one author."""
    return _list(context, timelines.profile(profile, _viewer(context), size=limit).tweets)


@register.inclusion_tag("django_tweets/_profile_card.html", takes_context=True)
def profile_card(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% profile_card profile %}: who somebody is, or nothing if the viewer may not know."""
    viewer = _viewer(context)
    if not get_profile_model().objects.visible_to(viewer).filter(pk=profile.pk).exists():
        return {"profile": None}
    timelines.people.relate([profile], viewer)
    return {"profile": profile, "viewer": viewer, "here": _here(context)}


@register.inclusion_tag("django_tweets/_follow_button.html", takes_context=True)
def follow_button(context: Context, profile: AbstractProfile) -> dict[str, Any]:
    """{% follow_button profile %}: follow, or what else there is to do with somebody."""
    viewer = _viewer(context)
    if profile.related_to != (viewer and viewer.pk):
        timelines.people.relate([profile], viewer)
    return {"profile": profile, "viewer": viewer, "here": _here(context)}


@register.inclusion_tag("django_tweets/_composer.html", takes_context=True)
def tweet_composer(context: Context) -> dict[str, Any]:
    """{% tweet_composer %}: a place to write that comes back to this page; asks a visitor in."""
    return {"form": TweetForm(), "viewer": _viewer(context), "here": _here(context)}


@register.filter
def tweet_time(moment: datetime) -> str:
    """How long ago moment was, or after a week its date, in the reader's language."""
    age = timezone.now() - moment
    minutes, hours = age // timedelta(minutes=1), age // timedelta(hours=1)
    # Whole phrases: in many a language, "three days" and "three days ago" have different days.
    if minutes < 1:
        return _("just now")
    if hours < 1:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if age.days < 1:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if age.days < 7:
        return ngettext("%(n)d day ago", "%(n)d days ago", age.days) % {"n": age.days}
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return date_format(local, "DATE_FORMAT")

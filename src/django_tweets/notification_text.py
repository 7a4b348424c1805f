"""Texts of notifications: one sentence each, as plain text or as HTML, and where it leads."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from .text import clean_line, has_link, hide_links, isolate, summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from .models import AbstractProfile, Notification

EXCERPT_LENGTH = 140  # characters of a tweet


def get_text(notification: Notification) -> str:
    """Return the sentence of notification, which comes from timelines.notifications().

    It is empty if the kind is not registered.
    """
    return clean_line(_format(notification, list(map(get_unlinked_name, notification.people))))


def get_unlinked_name(profile: AbstractProfile) -> str:
    """Return the name of profile for an e-mail; its handle if it would become a link there."""
    if not has_link(profile.shown_name):
        return profile.plain_name
    name, _, _domain = profile.handle.partition("@")
    return f"@{name}"


def get_excerpt(notification: Notification) -> str:
    """Return the beginning of the tweet of notification, without links; "" if there is none."""
    tweet = notification.shown_tweet
    if tweet is None:
        return ""
    shown = hide_links(clean_line(tweet.plain_text), _("[link]"))
    return isolate(summarize(shown, EXCERPT_LENGTH), is_from_right=get_language_bidi())


def get_url(notification: Notification) -> str:
    """Return the URL of the tweet of notification; without a tweet, of the actor's profile.

    Of a decision about the recipient, the page that its kind links to.
    """
    if notification.shown_tweet is not None:
        return notification.shown_tweet.get_absolute_url()
    kind: Any = notification.get_kind()
    if kind.is_about_oneself:
        with suppress(NoReverseMatch):  # a host may have left the page out
            return reverse(kind.link_url_name)
    url: str = notification.people[0].get_absolute_url()
    return url


def get_html(notification: Notification) -> SafeString:
    """Return the sentence as get_text() does, with links to the people who are named."""
    link = '<a href="{}"><bdi>{}</bdi></a>'
    names = [
        format_html(link, person.get_absolute_url(), person.shown_name)
        for person in notification.people
    ]
    # The sentence comes from code or a translation, as the text of a template does.
    return mark_safe(_format(notification, names))  # noqa: S308 - the names are escaped


def _format(notification: Notification, names: Sequence[str]) -> str:
    kind = notification.get_kind()
    if kind is None:
        return ""
    first, second = [*names, ""][:2]
    others = notification.others
    text = kind.get_text(others, has_second=bool(second))
    return str(text % {"first": first, "second": second, "others": others})

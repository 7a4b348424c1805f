"""Push messages, made from the notifications that a member may read at this moment."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import notification_text, text
from ...conf import conf
from ...models import Notification
from ...models.notification_preference import wanted_by
from ...reading.keyset import NEWEST
from ...reading.pipeline import fill_page
from ...snowflake import first_id
from ...timelines.notifications import NotificationListing
from .delivery import LIFETIME

if TYPE_CHECKING:
    from ...models import AbstractProfile
    from .models import PushSettings

MAX_MESSAGES = 3
"""Notifications that a browser gets at once. More of them are one message, with their number."""

MAX_READ = 20
"""Notifications that are read: a message says "20" of more, too."""

MAX_TITLE = 150


def read_news(member: AbstractProfile, stored: PushSettings, since: int) -> list[Any]:
    """Return the unread notifications of member that are pushed, the newest first.

    since: Snowflake of the time from which on they are new. Those of a day ago are not. The rules
    are those of the page: kinds, people and tweets that member may not be told of are left out.
    Five queries at most.
    """
    oldest = max(since, first_id(timezone.now() - LIFETIME))
    rows = Notification._base_manager.filter(
        wanted_by(member), recipient=member.pk, newest__gt=oldest
    ).exclude(kind__in=stored.unwanted_kinds)
    found: list[Any] = fill_page(NotificationListing(rows, member), NEWEST, MAX_READ).rows
    return [row for row in found if row.newest > row.read_until]


def split(rows: list[Any]) -> list[set[int]]:
    """Return the keys of rows of read_news() for each message, the oldest first.

    Many rows are one message.
    """
    keys = [row.pk for row in reversed(rows)]
    return [{*keys}] if len(keys) > MAX_MESSAGES else [{key} for key in keys]


def make(rows: list[Any], stored: PushSettings, language: str) -> dict[str, Any]:
    """Return the message for rows of read_news(): for many, with their number.

    It has a tag: a message replaces one that is shown with the same tag, so several likes of a
    tweet are one.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        if len(rows) > 1:
            number = len(rows)
            title = ngettext("%(number)d new notification", "%(number)d new notifications", number)
            return _message(title % {"number": number}, "", "all", _get_list_url())
        own: Any = conf.PUSH
        if not (stored.shows_content and own.get("CONTENT", True)):
            return _message(_("You have a new notification"), "", "all", _get_list_url())
        (row,) = rows
        title = text.summarize(notification_text.get_text(row), MAX_TITLE)
        excerpt = notification_text.get_excerpt(row)
        return _message(title, excerpt, row.anchor, notification_text.get_url(row))


def _message(title: str, body: str, tag: str, url: str) -> dict[str, Any]:
    return {
        "title": title,
        "body": body,
        "tag": f"tweets-{tag}",
        "url": url,
        "lang": translation.get_language() or "",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
    }


def _get_list_url() -> str:
    """Return the URL of the notifications; "" on a site that has left them out."""
    with suppress(NoReverseMatch):
        return reverse("django_tweets:notifications")
    return ""

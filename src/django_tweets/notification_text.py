"""Texts of notifications: one sentence each, as plain text or as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .text import clean_line, has_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from .models import AbstractProfile, Notification


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

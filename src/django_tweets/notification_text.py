"""What a notification says, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .models.notification import NotificationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from .models import Notification


class Phrase(NamedTuple):
    """One thing to say, of one person, of two, and of one and many others.

    Whole sentences, since in most languages the verb goes by how many they are.
    """

    one: Any
    two: Any
    many: Any


PHRASES = {
    NotificationKind.FOLLOW: Phrase(
        _("%(first)s follows you"),
        _("%(first)s and %(second)s follow you"),
        ngettext_lazy(
            "%(first)s and %(others)d other follow you",
            "%(first)s and %(others)d others follow you",
            "others",
        ),
    ),
    NotificationKind.REQUEST: Phrase(
        _("%(first)s asks to follow you"),
        _("%(first)s and %(second)s ask to follow you"),
        ngettext_lazy(
            "%(first)s and %(others)d other ask to follow you",
            "%(first)s and %(others)d others ask to follow you",
            "others",
        ),
    ),
    NotificationKind.ACCEPTED: Phrase(
        _("%(first)s lets you follow them"),
        _("%(first)s and %(second)s let you follow them"),
        ngettext_lazy(
            "%(first)s and %(others)d other let you follow them",
            "%(first)s and %(others)d others let you follow them",
            "others",
        ),
    ),
    NotificationKind.RETWEET: Phrase(
        _("%(first)s retweeted you"),
        _("%(first)s and %(second)s retweeted you"),
        ngettext_lazy(
            "%(first)s and %(others)d other retweeted you",
            "%(first)s and %(others)d others retweeted you",
            "others",
        ),
    ),
    NotificationKind.LIKE: Phrase(
        _("%(first)s liked your tweet"),
        _("%(first)s and %(second)s liked your tweet"),
        ngettext_lazy(
            "%(first)s and %(others)d other liked your tweet",
            "%(first)s and %(others)d others liked your tweet",
            "others",
        ),
    ),
}
"""Of what several people can do."""

SAID = {
    NotificationKind.MENTION: _("%(first)s mentioned you"),
    NotificationKind.REPLY: _("%(first)s replied to you"),
    NotificationKind.QUOTE: _("%(first)s quoted you"),
}
"""Of what one person says."""


def text_of(notification: Notification) -> str:
    """What notification, which comes from timelines.notifications(), says."""
    return _say(notification, [person.name for person in notification.people])


def html_of(notification: Notification) -> SafeString:
    """As text_of(), with links to who is named."""
    link = '<a href="{}"><bdi>{}</bdi></a>'
    names = [
        format_html(link, person.get_absolute_url(), person.name) for person in notification.people
    ]
    # The sentence is ours, or its translator's, as it is in a template; names are escaped.
    return mark_safe(_say(notification, names))  # noqa: S308 - our words, escaped names


def _say(notification: Notification, names: Sequence[str]) -> str:
    first, second = [*names, ""][:2]
    others = notification.others
    values = {"first": first, "second": second, "others": others}
    kind = NotificationKind(notification.kind)
    if kind in SAID:
        return str(SAID[kind] % values)
    phrase = PHRASES[kind]
    if others == 0:
        return str(phrase.one % values)
    return str((phrase.two if others == 1 and second else phrase.many) % values)

"""Notification kinds, such as likes and follows, and their registry.

Our kinds are registered at the end of this module. A host registers its own in
`AppConfig.ready()`. Rows of a kind that is not registered (any more) stay in the database, but are
neither shown nor counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

__all__ = ["GroupBy", "NotificationKind", "get_kind", "get_kinds", "register", "unregister"]

NAME_LENGTH = 30  # characters of a name, which is a column


class GroupBy(Enum):
    """The rule by which several actions share one notification."""

    TWEET = "tweet"
    """One notification for each tweet. The kind is about a tweet."""

    DAY = "day"
    """One notification for each day in UTC. The kind is about people."""

    EVENT = "event"
    """One notification for each event, such as a decision about a report: GroupKey.subject is its
    key. services.notify() can't create these."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NotificationKind:
    """One kind of notification: its texts, and the rules for grouping, settings and privacy.

    The three texts are whole sentences, because in most languages the verb depends on the number.
    Their placeholders are `%(first)s` and `%(second)s`, names of people, and `%(others)d`, the
    number of people apart from the first.
    """

    name: str
    """Stored in the database: lower-case letters, digits and underscores, at most 30."""

    label: Text
    """On the settings page."""

    group_by: GroupBy

    one: Text
    """Text for one person: "%(first)s liked your tweet"."""

    two: Text | None = None
    """Text for two people. Required unless the kind is addressed."""

    many: Text | None = None
    """Text for one person and %(others)d others, with ngettext_lazy. Required as `two` is."""

    is_optional: bool = True
    """Whether a member may switch the kind on or off. Else everybody is notified."""

    is_on_by_default: bool = True

    names_protected_actors: bool = False
    """Whether a protected profile may be named to people who do not follow it.

    What protected profiles like and retweet is for their followers only; whom they follow, or
    answer, learns of it. False is the safe default.
    """

    is_addressed: bool = False
    """Whether the tweet addresses the recipient, as a reply does.

    The notification then shows the whole tweet, and is listed under Mentions too.
    """

    icon: str = "person"
    """Name of a symbol in the sprite, `_icon_sprite.html`, without its `tw-i-`."""

    link_url_name: str = ""
    """Name of a URL without arguments that the notification links to, if the site has it."""

    link_label: Text = ""

    is_from_site: bool = False
    """Whether the site acts, so that the text names nobody. Always true for GroupBy.EVENT."""

    @property
    def is_about_oneself(self) -> bool:
        """Whether the recipient is its own actor, whom the text doesn't name."""
        return self.is_from_site or self.group_by is GroupBy.EVENT

    @property
    def is_about_tweet(self) -> bool:
        """Whether its notifications are about a tweet, rather than about people."""
        return self.group_by is GroupBy.TWEET

    def is_wanted(self, preference: bool | None) -> bool:
        """Return whether a member wants this kind. preference: stored by the member, if any."""
        if not self.is_optional:
            return True
        return self.is_on_by_default if preference is None else preference

    def get_text(self, others: int, *, has_second: bool) -> Text:
        """Return the text for one person and others, with its placeholders.

        has_second: whether the name of a second person is known.
        """
        text = self.two if others == 1 and has_second else self.many
        return self.one if others == 0 or text is None else text


_registry: dict[str, NotificationKind] = {}


def register(kind: NotificationKind) -> NotificationKind:
    """Add kind to the registry and return it.

    ImproperlyConfigured for a name that is taken or not valid, and for a kind that lacks a text or
    contradicts itself.
    """
    if not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{NAME_LENGTH - 1}}}", kind.name):
        raise ImproperlyConfigured(
            f"{kind.name!r} can't name a notification kind: use lower-case letters, digits and "
            f"underscores, {NAME_LENGTH} at most, and begin with a letter."
        )
    if kind.name in _registry:
        raise ImproperlyConfigured(
            f"There is a notification kind {kind.name!r} already. To replace it, unregister it."
        )
    if kind.is_addressed and not kind.is_about_tweet:
        raise ImproperlyConfigured(
            f"The notification kind {kind.name!r} is addressed, and so must group by tweet."
        )
    if not kind.is_addressed and (kind.two is None or kind.many is None):
        raise ImproperlyConfigured(
            f"The notification kind {kind.name!r} needs texts for two and for many people."
        )
    _registry[kind.name] = kind
    return kind


def unregister(name: str) -> NotificationKind:
    """Take a kind out of the registry and return it. LookupError if it is not registered.

    Without it, nobody is notified of it, and its rows are neither shown nor counted.
    """
    if name not in _registry:
        raise LookupError(f"There is no notification kind {name!r}.")
    return _registry.pop(name)


def get_kind(name: str) -> NotificationKind | None:
    """Return the kind of that name; None if it is not registered."""
    return _registry.get(name)


def get_kinds() -> list[NotificationKind]:
    """Return all registered kinds, in the order of their registration."""
    return list(_registry.values())


def get_names(condition: Callable[[NotificationKind], bool]) -> list[str]:
    """Return the names of the registered kinds that meet condition."""
    return [kind.name for kind in _registry.values() if condition(kind)]


def sql_names(condition: Callable[[NotificationKind], bool]) -> str:
    """Return the names of the registered kinds that meet condition, for IN in SQL.

    Names need no escaping: register() lets only letters, digits and underscores in. SQL knows no
    empty list: without a name, it is a list that no kind is in.
    """
    return ", ".join(f"'{name}'" for name in get_names(condition) or [""])


FOLLOW = register(
    NotificationKind(
        name="follow",
        label=_("Somebody follows you"),
        group_by=GroupBy.DAY,
        one=_("%(first)s follows you"),
        two=_("%(first)s and %(second)s follow you"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other follow you",
            "%(first)s and %(others)d others follow you",
            "others",
        ),
        names_protected_actors=True,
    )
)

REQUEST = register(
    NotificationKind(
        name="request",
        label=_("Somebody asks to follow you"),
        group_by=GroupBy.DAY,
        one=_("%(first)s asks to follow you"),
        two=_("%(first)s and %(second)s ask to follow you"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other ask to follow you",
            "%(first)s and %(others)d others ask to follow you",
            "others",
        ),
        names_protected_actors=True,
        icon="requests",
        link_url_name="django_tweets:follow_requests",
        link_label=_("Answer"),
    )
)

ACCEPTED = register(
    NotificationKind(
        name="accepted",
        label=_("Somebody lets you follow them"),
        group_by=GroupBy.DAY,
        one=_("%(first)s lets you follow them"),
        two=_("%(first)s and %(second)s let you follow them"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other let you follow them",
            "%(first)s and %(others)d others let you follow them",
            "others",
        ),
        names_protected_actors=True,
    )
)

MENTION = register(
    NotificationKind(
        name="mention",
        label=_("Somebody mentions you"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s mentioned you"),
        names_protected_actors=True,
        is_addressed=True,
        icon="reply",
    )
)

REPLY = register(
    NotificationKind(
        name="reply",
        label=_("Somebody replies to you"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s replied to you"),
        names_protected_actors=True,
        is_addressed=True,
        icon="reply",
    )
)

QUOTE = register(
    NotificationKind(
        name="quote",
        label=_("Somebody quotes you"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s quoted you"),
        names_protected_actors=True,
        is_addressed=True,
        icon="reply",
    )
)

RETWEET = register(
    NotificationKind(
        name="retweet",
        label=_("Somebody retweets you"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s retweeted you"),
        two=_("%(first)s and %(second)s retweeted you"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other retweeted you",
            "%(first)s and %(others)d others retweeted you",
            "others",
        ),
        icon="retweet",
    )
)

LIKE = register(
    NotificationKind(
        name="like",
        label=_("Somebody likes your tweet"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s liked your tweet"),
        two=_("%(first)s and %(second)s liked your tweet"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other liked your tweet",
            "%(first)s and %(others)d others liked your tweet",
            "others",
        ),
        icon="like",
    )
)

MODERATION = register(
    NotificationKind(
        name="moderation",
        label=_("The moderators make a decision about you"),
        group_by=GroupBy.EVENT,
        one=_("The moderators have made a decision about you"),
        two=_("The moderators have made a decision about you"),
        many=_("The moderators have made a decision about you"),
        is_optional=False,
        icon="lock",
        link_url_name="django_tweets:moderation_notices",
        link_label=_("Read the decision"),
    )
)

REPORT = register(
    NotificationKind(
        name="report",
        label=_("The moderators decide about your report"),
        group_by=GroupBy.EVENT,
        one=_("The moderators have decided about your report"),
        two=_("The moderators have decided about your report"),
        many=_("The moderators have decided about your report"),
        is_optional=False,
        icon="warning",
        link_url_name="django_tweets:report_list",
        link_label=_("Your reports"),
    )
)

RELEASED = register(
    NotificationKind(
        name="released",
        label=_("A tweet of yours is published after a review"),
        group_by=GroupBy.TWEET,
        one=_("Your tweet has been reviewed, and is published now"),
        two=_("Your tweet has been reviewed, and is published now"),
        many=_("Your tweet has been reviewed, and is published now"),
        is_optional=False,
        is_from_site=True,
        icon="write",
    )
)

DATA_EXPORT = register(
    NotificationKind(
        name="data_export",
        label=_("Your data is ready for download"),
        group_by=GroupBy.EVENT,
        one=_("Your data is ready for download"),
        two=_("Your data is ready for download"),
        many=_("Your data is ready for download"),
        is_optional=False,
        icon="person",
        link_url_name="django_tweets:data_export",
        link_label=_("Download your data"),
    )
)

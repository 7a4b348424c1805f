"""Notification: what somebody is told, all of one kind about one thing together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import snowflake, swapping
from .fields import CounterField, LooseForeignKey

if TYPE_CHECKING:
    from datetime import datetime

    from .tweet import AbstractTweet


class NotificationKind(models.TextChoices):
    """What somebody can be told."""

    FOLLOW = "follow", _("Somebody follows you")
    REQUEST = "request", _("Somebody asks to follow you")
    ACCEPTED = "accepted", _("Somebody lets you follow them")
    MENTION = "mention", _("Somebody mentions you")
    REPLY = "reply", _("Somebody replies to you")
    QUOTE = "quote", _("Somebody quotes you")
    RETWEET = "retweet", _("Somebody retweets you")
    LIKE = "like", _("Somebody likes what you say")


PEOPLE = [NotificationKind.FOLLOW, NotificationKind.REQUEST, NotificationKind.ACCEPTED]
"""About people: those of one day (UTC) are one notification."""

WORDS = [NotificationKind.MENTION, NotificationKind.REPLY, NotificationKind.QUOTE]
"""About what somebody says to the recipient: one notification for each tweet, which says it."""

REACTIONS = [NotificationKind.RETWEET, NotificationKind.LIKE]
"""About what the recipient has said: one notification for each tweet, however many do it."""


class Group(NamedTuple):
    """What makes two notifications one."""

    recipient_id: Any
    kind: str
    subject: int
    """Key of the tweet, or number of the day."""

    @property
    def fields(self) -> dict[str, Any]:
        """Those of its notification."""
        tweet = None if self.kind in PEOPLE else self.subject
        return {**self._asdict(), "tweet_id": tweet, "is_said": self.kind in WORDS}


def day_of(at: datetime) -> int:
    """Number of the day in UTC on which something about people was."""
    return (snowflake.moment(snowflake.first(at)) - snowflake.EPOCH) // timedelta(days=1)


class Notification(models.Model):
    """Recipient is told that so many have done something of one kind, to one tweet or on one day.

    Its `newest` is at once its place in the list, the cursor of a page, and what the read marker
    is compared with: it moves up when somebody joins, and back when the last to join leaves.
    """

    recipient = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("recipient"), related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NotificationKind)
    subject = models.BigIntegerField(_("subject"), help_text=_("A tweet, or the number of a day."))
    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="notifications", null=True
    )
    is_said = models.BooleanField(_("is said to them"))
    count = CounterField(_("people"))
    newest = models.BigIntegerField(_("newest"))

    # What timelines.notifications sets, for its recipient.
    people: Any = ()
    """The newest three of those who have done it."""
    others = 0
    """How many there are beside the first of them."""
    shown: AbstractTweet | None = None
    """Its tweet, ready to render."""
    is_unread = False

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-newest"]),
            models.Index(fields=["recipient", "is_said", "-newest"]),
            models.Index(fields=["tweet", "kind"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind} {self.subject}"

    @property
    def at(self) -> datetime:
        """When the newest of it was, as this site has its times."""
        at = snowflake.moment(self.newest)
        if settings.USE_TZ:
            return at
        return timezone.make_naive(at, timezone.get_default_timezone())

    @property
    def anchor(self) -> str:
        """Its id on a page. (A template would write the number as people do: 1,234.)"""
        return f"n{self.pk}"


class NotificationActor(models.Model):
    """Somebody who has done what a notification tells of."""

    notification = LooseForeignKey(
        Notification, verbose_name=_("notification"), related_name="actors"
    )
    actor = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("who did it"), related_name="notified"
    )
    newest = models.BigIntegerField(_("when"))

    class Meta:
        verbose_name = _("person of a notification")
        verbose_name_plural = _("people of notifications")
        indexes: ClassVar = [
            models.Index(fields=["notification", "-newest"]),
            models.Index(fields=["actor", "notification"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notification", "actor"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id}: {self.actor_id}"

"""Notification: a message to a profile that groups all actions of a kind on a tweet or a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import notification_kinds, snowflake, swapping
from .fields import CounterField, LooseForeignKey

if TYPE_CHECKING:
    from datetime import datetime

    from ..notification_kinds import NotificationKind
    from .tweet import AbstractTweet


class GroupKey(NamedTuple):
    """Key of a notification: actions with the same key are one notification."""

    recipient_id: Any
    kind: str
    """Name of a registered kind."""
    subject: int
    """Key of the tweet or the event, or number of the day, as the kind groups."""

    def get_fields(self) -> dict[str, Any]:
        """Return the field values of this notification. Its kind must be registered."""
        kind = notification_kinds.get_kind(self.kind)
        if kind is None:
            raise LookupError(f"There is no notification kind {self.kind!r}.")
        tweet = self.subject if kind.is_about_tweet else None
        return {**self._asdict(), "tweet_id": tweet, "is_addressed": kind.is_addressed}


def day_number(at: datetime) -> int:
    """Return the number of days in UTC from the Snowflake epoch to the time at."""
    return (snowflake.get_time(snowflake.first_id(at)) - snowflake.EPOCH) // timedelta(days=1)


class Notification(models.Model):
    """Message to recipient: `count` people did something of one kind, to one tweet or on one day.

    `newest` is the Snowflake of the newest action. It is the position in the list, the cursor of a
    page, and the value that the read marker is compared with. It increases when an actor is added,
    and decreases when the newest actor is removed. Untold actors don't change it, and `count` is
    without them. It is negative if there is no other: such a notification is never read.
    """

    recipient = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("recipient"), related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=notification_kinds.NAME_LENGTH)
    subject = models.BigIntegerField(_("subject"), help_text=_("A tweet, or the number of a day."))
    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="notifications", null=True
    )
    is_addressed = models.BooleanField(_("is said to them"))
    count = CounterField(_("people"))
    newest = models.BigIntegerField(_("newest"))

    # Set by timelines.notifications, for the recipient.
    people: Any = ()
    """Profiles of the newest three actors that the recipient may see."""
    others = 0
    """Number of actors apart from the first of people."""
    shown_tweet: AbstractTweet | None = None
    """The tweet, ready to render."""
    is_unread = False

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-newest"]),
            models.Index(fields=["recipient", "is_addressed", "-newest"]),
            models.Index(fields=["tweet", "kind"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind} {self.subject}"

    def get_kind(self) -> NotificationKind | None:
        """Return the kind as an object; None if it is not registered (any more)."""
        return notification_kinds.get_kind(self.kind)

    @property
    def at(self) -> datetime:
        """Time of the newest action: aware if USE_TZ is set, else naive in the default zone."""
        at = snowflake.get_time(abs(self.newest))
        if settings.USE_TZ:
            return at
        return timezone.make_naive(at, timezone.get_default_timezone())

    @property
    def anchor(self) -> str:
        """HTML id on a page. Not the key, which tells how many notifications others have got."""
        return f"n-{self.kind}-{self.subject}"


class NotificationActor(models.Model):
    """A profile whose action is part of a notification, and when it acted.

    `newest` is negative for an untold actor: one whom the recipient may not be told of, because
    either the actor or the tweet is hidden from the recipient. The row tells only that the action
    is known. notification_groups.update_told() changes the sign.
    """

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

"""RemovedNotification: a recent notification of an action that was taken back."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connections, models
from django.utils import timezone

from ..snowflake import first_id

if TYPE_CHECKING:
    from .notification import NotificationActor

KEPT_FOR = timedelta(days=1)
"""Time in which an action that is taken back and done again notifies nobody again."""


class RemovedNotification(models.Model):
    """An actor that was removed from a notification, with the Snowflake of the action.

    Whoever likes a tweet, unlikes it and likes it again would ring each time. So the actor comes
    back with the old Snowflake: at the same place, and as read as it was. The key is a digest of
    the action, so that no deletion has to look for it. A row is of no use after a day.
    """

    key = models.CharField(max_length=32, primary_key=True)
    newest = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["newest"])]

    def __str__(self) -> str:
        return self.key


def make_key(kind: str, subject: Any, actor: Any) -> str:
    """Return the key of an action: by actor, on a tweet or a profile. These are primary keys."""
    parts = [kind, str(subject), str(actor)]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def write(row: NotificationActor, *, using: str) -> bool:
    """Remember row, an actor that has just been removed, if it was told of less than a day ago.

    Return whether it was.
    """
    if row.newest < first_id(timezone.now() - KEPT_FOR):
        return False
    notification = row.notification
    subject = notification.tweet_id or notification.recipient_id
    removed = RemovedNotification(
        key=make_key(notification.kind, subject, row.actor_id), newest=row.newest
    )
    has_target = connections[using].features.supports_update_conflicts_with_target
    RemovedNotification._base_manager.using(using).bulk_create(
        [removed],
        update_conflicts=True,
        update_fields=["newest"],
        unique_fields=["key"] if has_target else None,
    )
    return True


def newest_of(key: str) -> models.Subquery:
    """Expression: the Snowflake of the action with this key, if it is remembered; else NULL."""
    rows = RemovedNotification._base_manager.filter(
        pk=key, newest__gte=first_id(timezone.now() - KEPT_FOR)
    )
    return models.Subquery(rows.values("newest")[:1])

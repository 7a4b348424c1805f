"""Write notifications and their actors. Only update_tweet_notifications() writes them elsewhere.

The row of a notification is locked before those of its actors, and its count changes with them:
whoever adds or removes an actor waits only for others that change the same notification.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, router, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from .. import signals, snowflake
from ..models import Notification, NotificationActor, counters, visibility
from ..swapping import get_profile_model
from .batches import key_batches
from .idempotency import delete_by_key, insert_or_get
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ..models.notification import GroupKey

BATCH = 500  # rows that are locked, counted and deleted at a time


def add_actor(key: GroupKey, actor: Any) -> bool:
    """Add actor, the key of a profile, to a notification, which is created if need be.

    Return False if actor is in it already. The cost doesn't depend on the number of actors. If the
    recipient may not be told of actor, nothing changes for the recipient.
    """
    using = router.db_for_write(Notification)
    notifications = Notification._base_manager.using(using)
    row = NotificationActor(actor_id=actor)
    profiles: Any = get_profile_model()._base_manager.using(using).filter(pk=actor)
    stored = notifications.filter(**key._asdict()).values_list("pk", flat=True)
    found = profiles.values_list(
        Subquery(stored[:1]),
        visibility.tellable_profiles(*key),
    )

    def insert() -> None:
        pk, is_told = found.first() or (stored.first(), False)
        at = snowflake.make_id(timezone.now())
        row.newest = at if is_told else -at
        with transaction.atomic(using=using):
            if pk is None:
                made = Notification(**key.get_fields(), count=int(is_told), newest=row.newest)
                made.save(using=using, force_insert=True)
                row.notification = made
            else:
                row.notification_id = pk
            if pk is None or notifications.filter(pk=pk).update(
                count=F("count") + int(is_told), newest=Greatest("newest", row.newest)
            ):
                row.save(using=using, force_insert=True)
                if is_told:
                    send_on_commit(signals.notified, row, notification_actor=row)
                return
        # insert_or_get() tries again.
        raise IntegrityError("The notification has been deleted with its last actor.")

    # If the insert fails, another worker has created the notification, or actor is in it.
    is_new = insert_or_get(row, _actors_of(key).using(using).filter(actor=actor), insert)[1]
    if is_new:
        # Whoever has hidden the two from each other since then has not found the new row.
        update_told(NotificationActor._base_manager.filter(pk=row.pk))
    return is_new


def update_told(actors: QuerySet[NotificationActor]) -> int:
    """Make those of actors untold whom the recipients may not be told of now, and tell the others.

    Notifications get the count and the place that their told actors give them. In batches, each a
    transaction; one statement if nothing has changed. Return the number of changed actors.
    """
    using = router.db_for_write(Notification)
    notifications = Notification._base_manager.using(using)
    wrong = wrongly_told(actors).using(using)
    total, start = 0, 0
    # By notification: the index (actor, notification) has this order.
    ordered = wrong.order_by("notification", "pk").values_list("pk", "notification_id")
    while batch := list(ordered.filter(notification__gte=start)[:BATCH]):
        start = batch[-1][1]
        keys = {notification for _, notification in batch}
        with transaction.atomic(using=using):
            counters.lock_by_write(Notification, "count", keys, using=using)
            found = wrong.filter(pk__in=[pk for pk, _ in batch])
            signs = list(found.values_list("pk", "notification_id", "newest"))
            existing = NotificationActor._base_manager.using(using)
            existing.filter(pk__in=[pk for pk, *_ in signs]).update(newest=-F("newest"))
            changes = Counter[int]()
            for _, notification, newest in signs:
                changes[notification] += 1 if newest < 0 else -1
            counters.increment(Notification, "count", changes, using=using)
            notifications.filter(pk__in=keys).update(newest=_newest_action())
        total += len(signs)
    return total


def wrongly_told(actors: QuerySet[NotificationActor]) -> QuerySet[NotificationActor]:
    """Return those of actors that update_told() would change."""
    is_told = visibility.tellable_notifications("actor__", "notification__")
    return actors.filter(Q(is_told, newest__lt=0) | Q(~is_told, newest__gt=0))


def remove_actors(actors: QuerySet[NotificationActor]) -> bool:
    """Delete actors one by one, and the notifications that have no other actor.

    Return False if there was nothing to delete.
    """
    using = router.db_for_write(Notification)
    has_removed = False
    for row in actors.using(using):
        stored = NotificationActor._base_manager.using(using).filter(pk=row.pk)
        with transaction.atomic(using=using):
            counters.lock_by_write(Notification, "count", [row.notification_id], using=using)
            # Behind the lock, because update_told() may have changed the sign.
            newest = stored.values_list("newest", flat=True).first()
            if newest is None:  # another worker has deleted it, and changed the count
                continue
            if newest > 0:
                counters.increment(Notification, "count", {row.notification_id: -1}, using=using)
            delete_by_key(row)
            _update_after_removal([row.notification_id], using=using)
            has_removed = True
    return has_removed


def remove_many_actors(actors: QuerySet[NotificationActor]) -> None:
    """Delete actors as remove_actors() does, in batches."""
    using = router.db_for_write(Notification)
    rows = actors.using(using).order_by("notification").values_list("pk", "notification_id")
    while keys := list(rows[:BATCH]):
        with transaction.atomic(using=using):
            notifications = {notification for _, notification in keys}
            counters.lock(Notification, notifications, using=using)
            existing = NotificationActor._base_manager.using(using).filter(
                pk__in=[pk for pk, _ in keys]
            )
            told = existing.filter(newest__gt=0)
            removed = Counter(told.values_list("notification_id", flat=True))
            existing.delete()
            changes = {notification: -count for notification, count in removed.items()}
            counters.increment(Notification, "count", changes, using=using)
            _update_after_removal(notifications, using=using)


def remove_notifications(notifications: QuerySet[Notification]) -> None:
    """Delete notifications with their actors, in batches."""
    using = router.db_for_write(Notification)
    for keys in key_batches(notifications):
        with transaction.atomic(using=using):
            # No actor is added from here on: add_actor() finds no row whose count it could change.
            counters.lock(Notification, keys, using=using)
            NotificationActor._base_manager.using(using).filter(notification__in=keys).delete()
            Notification._base_manager.using(using).filter(pk__in=keys).delete()


def recount(keys: Iterable[int]) -> None:
    """Recompute count and newest of the notifications with these keys from their actors."""
    using = router.db_for_write(Notification)
    actors = NotificationActor._base_manager.filter(notification=OuterRef("pk"), newest__gt=0)
    counted = actors.order_by().values("notification").annotate(n=Count("pk")).values("n")
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        with transaction.atomic(using=using):
            counters.lock(Notification, batch, using=using)
            rows = Notification._base_manager.using(using).filter(pk__in=batch)
            rows.update(count=Coalesce(Subquery(counted), 0), newest=_newest_action())


def _actors_of(key: GroupKey) -> QuerySet[NotificationActor]:
    fields = {f"notification__{name}": value for name, value in key._asdict().items()}
    return NotificationActor._base_manager.filter(**fields)


def _update_after_removal(keys: Iterable[int], *, using: str) -> None:
    """Delete those of the locked notifications that have no actor left; update newest of others."""
    notifications = Notification._base_manager.using(using).filter(pk__in=list(keys))
    has_actors = Exists(NotificationActor._base_manager.filter(notification=OuterRef("pk")))
    if notifications.filter(~has_actors, count=0).delete()[0] < len(set(keys)):
        notifications.update(newest=_newest_action())


def _newest_action() -> Coalesce:
    """Expression for a notification: the Snowflake of the newest action of its actors."""
    actors = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
    return Coalesce(Subquery(actors.order_by("-newest").values("newest")[:1]), "newest")

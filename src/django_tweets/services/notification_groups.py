"""Write notifications and their actors. Only tweet_notifications.py inserts them elsewhere.

The row of a notification is locked before those of its actors, and its count changes with them:
whoever adds or removes an actor waits only for others that change the same notification.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import IntegrityError, connections, router, transaction
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from .. import notification_kinds, signals, snowflake
from ..models import (
    Notification,
    NotificationActor,
    counters,
    removed_notification,
    tellable,
)
from ..swapping import get_profile_model
from ..task_bounds import count_batch
from .announcements import announce_notifications
from .batches import key_batches
from .idempotency import delete_by_key, insert_or_get
from .limit_cleaning import clean_later
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ..models.notification import GroupKey

BATCH = 500  # rows that are locked, counted and deleted at a time


class StoredGroup(NamedTuple):
    """The stored notification of a group, read before an actor is added to it."""

    pk: int | None
    """Its primary key; None if it doesn't exist yet."""
    is_told: bool
    """Whether the recipient may be told of the actor."""
    former: int | None
    """Snowflake of the same action, if it was taken back today: then it is no news."""


def add_actor(key: GroupKey, actor: Any) -> bool:
    """Add actor, the key of a profile, to a notification, which is created if need be.

    Return False if actor is in it already. One that was removed less than a day ago comes back at
    its old place, and this is no news for hosts: signals.notified is not sent.

    The cost doesn't depend on the number of actors. If the recipient may not be told of actor,
    nothing changes for the recipient.
    """
    row = insert_actor(key, actor)
    if row is not None:
        # Whoever has hidden the two from each other since then has not found the new row.
        update_told(NotificationActor._base_manager.filter(pk=row.pk))
    return row is not None


def insert_actor(
    key: GroupKey, actor: Any, stored_group: StoredGroup | None = None
) -> NotificationActor | None:
    """Do as add_actor(), and return the new row. The caller must call update_told() on commit.

    stored_group: what the caller has read, to save a statement.
    """
    read = [stored_group] if stored_group else []
    using = router.db_for_write(Notification)
    notifications = Notification._base_manager.using(using)
    row = NotificationActor(actor_id=actor)
    profiles: Any = get_profile_model()._base_manager.using(using).filter(pk=actor)
    stored = notifications.filter(**key._asdict()).values_list("pk", flat=True)
    found = profiles.values_list(
        Subquery(stored[:1]),
        tellable.tellable_profiles(*key),
        _former_action(key, actor),
    )

    def insert() -> None:
        # Again in another attempt: somebody else has written the notification meanwhile.
        pk, is_told, former = read.pop() if read else found.first() or (stored.first(), False, None)
        at = former or snowflake.make_id(timezone.now())
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
                if is_told and former is None:
                    send_on_commit(signals.notified, row, notification_actor=row)
                if is_told:
                    announce_notifications([key.recipient_id], using)
                return
        # insert_or_get() tries again.
        raise IntegrityError("The notification has been deleted with its last actor.")

    # If the insert fails, another worker has created the notification, or actor is in it.
    is_new = insert_or_get(row, _actors_of(key).using(using).filter(actor=actor), insert)[1]
    return row if is_new else None


def update_told(actors: QuerySet[NotificationActor]) -> int:
    """Hide the actors whom the recipients may not see now, and show the others.

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
        count_batch()
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
    is_told = tellable.tellable_notifications("actor__", "notification__")
    return actors.filter(Q(is_told, newest__lt=0) | Q(~is_told, newest__gt=0))


def _former_action(key: GroupKey, actor: Any) -> Subquery:
    kind = notification_kinds.get_kind(key.kind)
    is_about_tweet = kind is not None and kind.is_about_tweet
    subject = key.subject if is_about_tweet else key.recipient_id
    return removed_notification.newest_of(removed_notification.make_key(key.kind, subject, actor))


def remove_actors(actors: QuerySet[NotificationActor], *, unless: Q | None = None) -> bool:
    """Delete actors one by one, and the notifications that have no other actor.

    unless: condition for the notification. While it is met, because there is a cause of the action,
    nothing is deleted. It is looked at behind the lock of the notification: who creates a cause
    afterwards waits, and then adds the actor again.

    Return False if there was nothing to delete.
    """
    using = router.db_for_write(Notification)
    others = _others_than(OuterRef("pk")).filter(notification=OuterRef("notification"))
    rows = actors.using(using).select_related("notification")
    rows = rows.annotate(has_others=Exists(others)).order_by("notification", "pk")
    if connections[using].vendor == "postgresql":  # pragma: no cover - tested there
        with transaction.atomic(using=using):
            found = list(rows.select_for_update(of=["notification"], no_key=True))
            return sum(_remove_locked(row, row.has_others, unless, using) for row in found) > 0
    return sum(remove_actor(row, row.has_others, unless=unless) for row in rows) > 0


def remove_actor(row: NotificationActor, has_others: bool, *, unless: Q | None) -> bool:
    """Do remove_actors() for one row. Return whether it was deleted.

    has_others: whether there probably are other actors.
    """
    using = router.db_for_write(Notification)
    with transaction.atomic(using=using):
        if connections[using].features.has_select_for_update:  # pragma: no cover - not on SQLite
            counters.lock(Notification, [row.notification_id], using=using)
        return _remove_locked(row, has_others, unless, using)


def _remove_locked(row: NotificationActor, has_others: bool, unless: Q | None, using: str) -> bool:
    """Do remove_actor() in a transaction that has locked the notification.

    On SQLite the first statement here locks it. Each statement looks for other actors again.
    """
    actor = NotificationActor._base_manager.filter(pk=row.pk)
    others = _others_than(row.pk).filter(notification=OuterRef("pk"))
    # The actor may be gone: then the count has been changed, too.
    found = Notification._base_manager.using(using).filter(Exists(actor), pk=row.notification_id)
    if unless is not None:
        found = found.filter(~unless)
    is_told = When(Exists(actor.filter(newest__gt=0)), count__gt=0, then=F("count") - 1)
    for updates in (has_others, not has_others):
        if updates:
            changed = found.filter(Exists(others)).update(
                count=Case(is_told, default=F("count"), output_field=IntegerField()),
                newest=_newest_action(others),
            )
        else:
            changed = _delete_found(found.filter(~Exists(others)), using)
        if changed:
            is_deleted = delete_by_key(row)
            announce_notifications([row.notification.recipient_id], using)
            if is_deleted and row.newest and removed_notification.write(row, using=using):
                clean_later(using)
            return is_deleted
    return False


def _others_than(actor: Any) -> QuerySet[NotificationActor]:
    return NotificationActor._base_manager.exclude(pk=actor)


def _delete_found(rows: QuerySet[Notification], using: str) -> int:
    """Delete locked notifications. Return how many these were.

    A DELETE of InnoDB also locks the rows that its subqueries read, so it gets keys alone.
    """
    if connections[using].vendor == "mysql":  # pragma: no cover - MariaDB's and MySQL's
        keys = list(rows.values_list("pk", flat=True))
        rows = Notification._base_manager.using(using).filter(pk__in=keys)
    return rows.delete()[0]


def remove_many_actors(actors: QuerySet[NotificationActor]) -> None:
    """Delete actors as remove_actors() does, in batches."""
    using = router.db_for_write(Notification)
    rows = actors.using(using).order_by("notification").values_list("pk", "notification_id")
    while keys := list(rows[:BATCH]):
        count_batch()
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


def _newest_action(actors: QuerySet[NotificationActor] | None = None) -> Coalesce:
    """Expression for a notification: the Snowflake of the newest action of its actors.

    actors: only these, a queryset within one of notifications.
    """
    if actors is None:
        actors = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
    return Coalesce(Subquery(actors.order_by("-newest").values("newest")[:1]), "newest")

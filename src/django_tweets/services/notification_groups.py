"""Who is in which notification: the only writers of both.

The row of a notification is held before those of its people, and what it counts moves with them:
whoever joins or leaves in the same moment waits for it, and nobody waits for anything else.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, router, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from .. import signals, snowflake
from ..models import Notification, NotificationActor, counters
from .idempotency import ATTEMPTS, delete_by_key
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ..models.notification import Group

BATCH = 500  # rows that are locked, counted and deleted at a time


def join(group: Group, actor: Any) -> bool:
    """Let actor be one of those whom the notification of group tells of; False if it was so.

    The thousandth costs what the second did.
    """
    using = router.db_for_write(Notification)
    groups = Notification._base_manager.using(using)
    attempts = itertools.count(1)
    while True:
        newest = snowflake.make(timezone.now())
        pk: Any = groups.filter(**group._asdict()).values_list("pk", flat=True).first()
        row = NotificationActor(notification_id=pk, actor_id=actor, newest=newest)
        try:
            with transaction.atomic(using=using):
                if pk is None:
                    made = Notification(**group.fields, count=1, newest=newest)
                    made.save(using=using, force_insert=True)
                    row.notification = made
                elif not groups.filter(pk=pk).update(
                    count=F("count") + 1, newest=Greatest("newest", newest)
                ):
                    continue  # the last of the others has left meanwhile
                row.save(using=using, force_insert=True)
                send_on_commit(signals.notified, row, notification_actor=row)
        except IntegrityError:
            # Either somebody else has made the group meanwhile, or actor is in it.
            if _in(group).using(using).filter(actor=actor).exists():
                return False
            if next(attempts) == ATTEMPTS:
                raise
        else:
            return True


def leave(people: QuerySet[NotificationActor]) -> bool:
    """Let none of people be told of any more, and a notification that is left by all go.

    False if there was nobody.
    """
    using = router.db_for_write(Notification)
    has_left = False
    for row in people.using(using):
        with transaction.atomic(using=using):
            counters.move(Notification, "count", {row.notification_id: -1}, using=using)
            if delete_by_key(row):
                _tidy([row.notification_id], using=using)
                has_left = True
            else:  # somebody else did, and has counted
                transaction.set_rollback(True, using=using)
    return has_left


def leave_all(people: QuerySet[NotificationActor]) -> None:
    """As leave(), for many."""
    using = router.db_for_write(Notification)
    rows = people.using(using).order_by("notification").values_list("pk", "notification_id")
    while keys := list(rows[:BATCH]):
        with transaction.atomic(using=using):
            groups = {group for _, group in keys}
            counters.lock(Notification, groups, using=using)
            still = NotificationActor._base_manager.using(using).filter(
                pk__in=[pk for pk, _ in keys]
            )
            left = Counter(still.values_list("notification_id", flat=True))
            still.delete()
            by = {group: -count for group, count in left.items()}
            counters.move(Notification, "count", by, using=using)
            _tidy(groups, using=using)


def remove(notifications: QuerySet[Notification]) -> None:
    """Delete notifications, and who is in them."""
    using = router.db_for_write(Notification)
    rows = notifications.using(using).order_by("pk").values_list("pk", flat=True)
    while keys := list(rows[:BATCH]):
        with transaction.atomic(using=using):
            # Nobody joins from here on: join() finds no row to count them in.
            counters.lock(Notification, keys, using=using)
            NotificationActor._base_manager.using(using).filter(notification__in=keys).delete()
            Notification._base_manager.using(using).filter(pk__in=keys).delete()


def recount(keys: Iterable[int]) -> None:
    """Let the notifications of keys count who is in them, and be as new as the newest of these."""
    using = router.db_for_write(Notification)
    people = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
    counted = people.order_by().values("notification").annotate(n=Count("pk")).values("n")
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        with transaction.atomic(using=using):
            counters.lock(Notification, batch, using=using)
            rows = Notification._base_manager.using(using).filter(pk__in=batch)
            rows.update(count=Coalesce(Subquery(counted), 0), newest=_newest())


def _in(group: Group) -> QuerySet[NotificationActor]:
    of = {f"notification__{name}": value for name, value in group._asdict().items()}
    return NotificationActor._base_manager.filter(**of)


def _tidy(keys: Iterable[int], *, using: str) -> None:
    """After some have left: the groups of keys, which are held, are of the others, or go."""
    groups = Notification._base_manager.using(using).filter(pk__in=list(keys))
    if groups.filter(count=0).delete()[0] < len(set(keys)):
        groups.update(newest=_newest())


def _newest() -> Coalesce:
    """When the newest person of a notification did it."""
    people = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
    return Coalesce(Subquery(people.order_by("-newest").values("newest")[:1]), "newest")

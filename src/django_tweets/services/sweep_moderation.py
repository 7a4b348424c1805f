"""Steps of the sweep: notifications of decisions, and reports and appeals to pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from ..models import (
    ActionKind,
    Appeal,
    DataExport,
    ModerationAction,
    Notification,
    Report,
    ReportedTweet,
    Visibility,
)
from ..models.report import SCREENING
from ..notification_kinds import DATA_EXPORT, MODERATION, RELEASED
from ..swapping import get_tweet_model
from . import moderation_notices, tasks
from .batches import key_batches, row_batches
from .databases import for_write
from .moderation import APPEALABLE
from .moderation_backends import get_backend
from .sweep_window import BATCH_SIZE, Step, Window, calls, recent_keys

if TYPE_CHECKING:
    from .sweep_window import Batches


def find_actions(window: Window) -> Batches:
    """Find actions that the person, and closed reports that the reporter, was not notified of."""
    told = Notification._base_manager.filter(
        recipient=OuterRef("profile"), kind=MODERATION.name, subject=OuterRef("pk")
    )
    untold = ModerationAction._base_manager.filter(
        ~Exists(told),
        action__in=[*APPEALABLE, ActionKind.RESTORE],
        is_announced=True,
        profile__deleted_at=None,
        profile__handle__isnull=False,
    )
    closed = moderation_notices.untold_reports()
    for keys in recent_keys(ModerationAction._base_manager.all(), window):
        actions = for_write(untold.filter(pk__in=keys)).values_list("pk", flat=True)
        reports = for_write(closed.filter(action__in=keys)).values_list("action_id", flat=True)
        yield calls(tasks.tell_of_moderation, sorted(actions))
        yield calls(tasks.tell_reporters, sorted(set(reports)))


def find_appeals(window: Window) -> Batches:
    """Find decided appeals whose author was not notified."""
    told = Notification._base_manager.filter(
        recipient=OuterRef("profile"), kind=MODERATION.name, subject=OuterRef("pk") * -1
    )
    untold = Appeal._base_manager.filter(
        ~Exists(told), decided_at__range=window, profile__deleted_at=None
    )
    for keys in key_batches(untold, size=BATCH_SIZE):
        yield calls(tasks.tell_of_appeal, keys)


def find_unforwarded(window: Window) -> Batches:
    """Find open reports and appeals that the moderation backend has not passed on."""
    if not get_backend().supports_forwarding:
        return
    sources: list[tuple[Any, Any]] = [
        (tasks.send_report, Report._base_manager.filter(is_open=True)),
        (tasks.send_appeal, Appeal._base_manager.filter(decided_at=None)),
    ]
    for work, rows in sources:
        waiting = rows.filter(passed_on_at=None, created_at__lt=window.until)
        for keys in key_batches(waiting, size=BATCH_SIZE):
            yield calls(work, keys)


def find_released(window: Window) -> Batches:
    """Find held tweets that a moderator published and whose authors were not notified."""
    dismissed = ModerationAction._base_manager.filter(action=ActionKind.DISMISS)
    told = Notification._base_manager.filter(
        recipient=OuterRef("profile"), kind=RELEASED.name, subject=OuterRef("pk")
    )
    tweets: Any = get_tweet_model()._base_manager.exclude(visibility=Visibility.WITHHELD)
    for keys in recent_keys(dismissed, window):
        held = ReportedTweet._base_manager.filter(
            report__category=SCREENING, report__action__in=keys
        )
        rows = for_write(tweets.filter(~Exists(told), pk__in=held.values("tweet_id")))
        yield calls(tasks.tell_of_release, rows.order_by("pk").values_list("pk", flat=True))


def find_exports(window: Window) -> Batches:
    """Find data exports that are ready and whose members were not notified."""
    ready = DataExport._base_manager.filter(ready_at__range=window)
    told = Notification._base_manager.filter(kind=DATA_EXPORT.name)
    for batch in row_batches(ready, size=BATCH_SIZE):
        rows = for_write(told.filter(recipient__in=[export.pk for export in batch]))
        known = set(rows.values_list("recipient_id", "subject"))
        yield [
            (tasks.tell_of_export, export.pk)
            for export in batch
            if export.is_available
            and (export.pk, int(export.requested_at.timestamp())) not in known
        ]


STEPS = (
    Step("released tweets", find_released, (tasks.tell_of_release,)),
    Step("ready exports", find_exports, (tasks.tell_of_export,)),
    Step("decisions", find_actions, (tasks.tell_of_moderation, tasks.tell_reporters)),
    Step("appeals", find_appeals, (tasks.tell_of_appeal,)),
    Step("forwarding", find_unforwarded, (tasks.send_report, tasks.send_appeal)),
)

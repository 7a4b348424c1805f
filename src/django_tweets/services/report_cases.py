"""Cases: the open reports about a profile, counted and claimed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..models import ActionKind, ModerationCase, Report
from ..models.databases import write_database
from ..models.report import SCREENING
from ..tasks import enqueue_on_commit
from . import tasks
from .idempotency import insert_once
from .moderators import check_is_not_about, check_may_view_reports

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from ..models import AbstractProfile, ModerationAction

ABOUT_HELD = {ActionKind.DISMISS, ActionKind.HIDE, ActionKind.DELETE}
"""Actions that decide about a held tweet, so that its report is closed."""

CLAIMED_FOR = timedelta(minutes=30)
"""Time after which a case that was claimed and not decided is free again."""


def clean_texts(row: Model, *names: str) -> None:
    """Clean these fields of row, and no others. Raise ValidationError, by field."""
    row.clean_fields(exclude={field.name for field in row._meta.fields} - {*names})


def lock_case(profile_id: Any, *, using: str) -> ModerationCase:
    """Return the case of a profile, locked until the transaction ends. Create a missing one."""
    rows = ModerationCase._base_manager.using(using)
    found = rows.select_for_update().filter(pk=profile_id).first()
    if found is None:
        case = ModerationCase(profile_id=profile_id)

        def insert() -> None:
            with transaction.atomic(using=using):
                case.save(using=using, force_insert=True)

        insert_once(case, "profile", insert=insert)
        found = rows.select_for_update().get(pk=profile_id)
    return found


def open_report(report: Report, *, using: str) -> None:
    """Count a new open report in its case, which the caller has locked."""
    now = timezone.now()
    rows = ModerationCase._base_manager.using(using).filter(pk=report.profile_id)
    rows.filter(is_open=False).update(is_open=True, opened_at=now, claimed_by=None, claimed_at=None)
    rows.update(open_count=F("open_count") + 1, report_count=F("report_count") + 1, reported_at=now)


def close_reports(
    action: ModerationAction, outcome: str, report: Report | None, *, using: str
) -> int:
    """Close the open reports that action decides, and return how many.

    report: this one alone. Else the reports that have the tweet of action, or all of its profile.
    """
    lock_case(action.profile_id, using=using)
    closed = open_reports(action, report, using=using).update(
        is_open=None, outcome=outcome, closed_at=timezone.now(), action=action.pk
    )
    count_open(action.profile_id, using=using)
    if closed:
        enqueue_on_commit(tasks.tell_reporters, action.pk, using=using)
    return closed


def count_open(profile_id: Any, *, using: str) -> None:
    """Count the open reports of a case again, which the caller has locked. Without any, free it."""
    left = Report._base_manager.using(using).filter(profile=profile_id, is_open=True).count()
    changes: dict[str, Any] = {"open_count": left, "is_open": left > 0}
    if not left:
        changes |= {"claimed_by": None, "claimed_at": None}
    ModerationCase._base_manager.using(using).filter(pk=profile_id).update(**changes)


def open_reports(
    action: ModerationAction, report: Report | None, *, using: str
) -> QuerySet[Report]:
    """Return the open reports that action decides."""
    rows = Report._base_manager.using(using).filter(profile=action.profile_id, is_open=True)
    if action.action == ActionKind.RESTORE:  # of a held tweet: it is published
        rows = rows.filter(category=SCREENING)
    elif action.action not in ABOUT_HELD:  # it waits on
        rows = rows.exclude(category=SCREENING)
    if report is not None:
        return rows.filter(pk=report.pk)
    if action.tweet_id is not None:
        keys = list(
            rows.filter(reported_tweets__tweet=action.tweet_id).values_list("pk", flat=True)
        )
        return rows.filter(pk__in=keys)
    return rows


def claim(moderator: AbstractProfile, case: ModerationCase) -> bool:
    """Claim a case for moderator, and return whether it is theirs now.

    It is not if another moderator has claimed it within CLAIMED_FOR. Raise PermissionDenied if
    moderator may not read reports, or the case is about moderator.
    """
    check_may_view_reports(moderator)
    check_is_not_about(moderator, case.pk)
    rows = ModerationCase._base_manager.using(write_database(case)).filter(pk=case.pk)
    is_free = Q(claimed_by=None) | Q(claimed_by=moderator.pk)
    is_free |= Q(claimed_at__lt=timezone.now() - CLAIMED_FOR)
    return bool(rows.filter(is_free).update(claimed_by=moderator.pk, claimed_at=timezone.now()))


def unclaim(moderator: AbstractProfile, case: ModerationCase) -> None:
    """Free a case that moderator has claimed."""
    rows = ModerationCase._base_manager.using(write_database(case)).filter(pk=case.pk)
    rows.filter(claimed_by=moderator.pk).update(claimed_by=None, claimed_at=None)

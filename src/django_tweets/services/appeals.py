"""Appeals against actions of moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals
from ..models import Appeal, ModerationAction
from ..models.databases import write_database
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..tasks import enqueue_on_commit
from . import tasks
from .idempotency import get_locked, insert_once, lock_profile_keys
from .moderation import APPEALABLE, reverse
from .moderation_backends import get_backend
from .moderators import check_is_not_about, check_may_moderate
from .report_cases import clean_texts
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile


@reads_from_write_database()
def appeal(profile: AbstractProfile, action: ModerationAction, text: str) -> Appeal:
    """Appeal against an action, and return the appeal. Send signals.appealed.

    A second call returns the first appeal. Raise ValidationError for an empty or long text, and
    PermissionDenied if the action is not against profile, or has been undone.
    """
    using = write_database(action)
    log = ModerationAction._base_manager.using(using)
    stored = log.filter(pk=action.pk, profile=profile.pk, action__in=APPEALABLE).first()
    if stored is None or log.filter(reverses=stored.pk).exists():
        raise PermissionDenied(_("You can’t appeal against this."))
    row = Appeal(action_id=stored.pk, profile_id=profile.pk, text=text)
    clean_texts(row, "text")

    def insert() -> None:
        with storable(), transaction.atomic(using=using):
            lock_profile_keys({profile.pk}, using=using)
            row.save(using=using, force_insert=True)
            send_on_commit(signals.appealed, row, appeal=row)
            if get_backend().supports_forwarding:
                enqueue_on_commit(tasks.send_appeal, row.pk, using=using)

    found, _is_new = insert_once(row, "action", insert=insert)
    return found


@reads_from_write_database()
def decide(moderator: AbstractProfile, appeal: Appeal, accept: bool, *, answer: str = "") -> Appeal:
    """Decide an appeal: accept undoes its action. Send signals.appeal_decided.

    A second call changes nothing. Raise PermissionDenied if moderator may not moderate, is the
    person who appeals, or took the action while there are other moderators.
    """
    check_may_moderate(moderator)
    using = write_database(appeal)
    with storable(), transaction.atomic(using=using):
        row = get_locked(appeal)
        if row.decided_at is not None:
            return row
        action = row.action
        check_is_not_about(moderator, row.profile_id)
        if action.moderator_id == moderator.pk and get_backend().has_other_moderators(moderator):
            raise PermissionDenied(_("Another moderator has to decide this."))
        row.is_accepted, row.decided_at = accept, timezone.now()
        row.decided_by_id, row.answer = moderator.pk, answer
        clean_texts(row, "answer")
        row.save(using=using)
        if accept:
            reverse(action, moderator, message=answer)
        send_on_commit(signals.appeal_decided, row, appeal=row)
        enqueue_on_commit(tasks.tell_of_appeal, row.pk, using=using)
    return row

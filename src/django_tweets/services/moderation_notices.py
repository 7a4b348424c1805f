"""Tell people of decisions of the moderators: by a notification and by e-mail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import (
    ActionKind,
    Appeal,
    ModerationAction,
    NotificationSettings,
    Report,
)
from ..models.notification import GroupKey
from ..notification_kinds import MODERATION, REPORT
from ..swapping import get_profile_model
from . import notification_groups
from .batches import value_batches
from .databases import for_write
from .moderation_backends import get_backend

if TYPE_CHECKING:
    from ..models import AbstractProfile
    from ..notification_kinds import NotificationKind

logger = logging.getLogger(__name__)


def tell_of_moderation(action_id: int) -> None:
    """Tell a person of an action against them, or of its end."""
    action = for_write(ModerationAction._base_manager.filter(pk=action_id)).first()
    if action is None or (profile := _find_profile(action.profile_id)) is None:
        return
    if not _notify_oneself(MODERATION, profile.pk, action.pk):
        return
    with translation.override(language_of(profile)):
        lines = [action.announcement, action.message]
        if action.action != ActionKind.RESTORE:
            lines.append(_("Sign in to read more, and to appeal."))
        _mail(profile, _("A decision of the moderators"), lines)


def tell_of_appeal(appeal_id: int) -> None:
    """Tell a person of the decision about their appeal."""
    appeal = for_write(Appeal._base_manager.filter(pk=appeal_id)).first()
    if appeal is None or (profile := _find_profile(appeal.profile_id)) is None:
        return
    if not _notify_oneself(MODERATION, profile.pk, -appeal.pk):
        return
    with translation.override(language_of(profile)):
        accepted = _("Your appeal was accepted: the decision is undone.")
        first = accepted if appeal.is_accepted else _("Your appeal was rejected.")
        _mail(profile, _("A decision about your appeal"), [first, appeal.answer])


def tell_reporters(action_id: int) -> None:
    """Notify the reporters of the reports that an action has closed."""
    closed = Report._base_manager.filter(action=action_id, reporter__isnull=False)
    for batch in value_batches(closed, "reporter_id"):
        for key, reporter in batch:
            _notify_oneself(REPORT, reporter, key)


def send_report(report_id: int) -> None:
    """Let the moderation backend pass a report on. Do nothing if it is gone or closed."""
    rows = for_write(Report._base_manager.filter(pk=report_id, is_open=True))
    found = rows.select_related("profile", "reporter").first()
    if found is not None:
        get_backend().send_report(found)


def send_appeal(appeal_id: int) -> None:
    """Let the moderation backend pass an appeal on. Do nothing if it is gone or decided."""
    rows = for_write(Appeal._base_manager.filter(pk=appeal_id, decided_at=None))
    found = rows.select_related("profile", "action").first()
    if found is not None:
        get_backend().send_appeal(found)


def _notify_oneself(kind: NotificationKind, recipient: Any, event: int) -> bool:
    """Notify a profile of an event, as its own actor. Return whether this is new."""
    return notification_groups.add_actor(GroupKey(recipient, kind.name, event), recipient)


def _find_profile(key: Any) -> AbstractProfile | None:
    people = for_write(get_profile_model()._base_manager.filter(pk=key, deleted_at=None))
    found: AbstractProfile | None = people.select_related("user").first()
    return found


def language_of(profile: AbstractProfile) -> str:
    rows = for_write(NotificationSettings._base_manager.filter(pk=profile.pk))
    return rows.values_list("language", flat=True).first() or settings.LANGUAGE_CODE


def _mail(profile: AbstractProfile, subject: str, lines: list[str]) -> None:
    """Send an e-mail, unless there is no address. An error is logged."""
    user: Any = profile.user
    address = getattr(user, user.get_email_field_name(), "") if user is not None else ""
    if not address:
        return
    try:
        send_mail(subject, "\n\n".join(filter(None, lines)) + "\n", None, [address])
    except Exception:
        logger.exception("The e-mail to profile %s can’t be sent.", profile.pk)

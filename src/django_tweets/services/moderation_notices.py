"""Tell people about decisions and exports, by a notification and by an e-mail with a link.

Of decisions of the moderators, and of data that is ready for download.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..circuit_breaker import ServerUnavailable
from ..conf import conf
from ..formatting.times import format_datetime
from ..mailer import UnsentMail, send_one
from ..models import (
    ActionKind,
    Appeal,
    DataExport,
    ModerationAction,
    Notification,
    NotificationSettings,
    Report,
    Visibility,
)
from ..models.notification import GroupKey
from ..notification_kinds import DATA_EXPORT, MODERATION, RELEASED, REPORT
from ..swapping import get_profile_model, get_tweet_model
from . import notification_groups
from .batches import value_batches
from .databases import for_write
from .moderation_backends import get_backend

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
        lines.append(_link(MODERATION))
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
        lines = [first, appeal.answer, _link(MODERATION)]
        _mail(profile, _("A decision about your appeal"), lines)


def tell_of_release(tweet_id: int) -> None:
    """Notify the author of a held tweet that it is published."""
    tweets = for_write(get_tweet_model()._base_manager.filter(pk=tweet_id))
    tweet = tweets.exclude(visibility=Visibility.WITHHELD).first()
    if tweet is not None:
        _notify_oneself(RELEASED, tweet.profile_id, tweet.pk)


def tell_of_export(profile_id: Any) -> None:
    """Tell a member that their data is ready for download. Once for each export."""
    export = for_write(DataExport._base_manager.filter(pk=profile_id)).first()
    if export is None or not export.is_available or (profile := _find_profile(profile_id)) is None:
        return
    if not _notify_oneself(DATA_EXPORT, profile.pk, int(export.requested_at.timestamp())):
        return
    with translation.override(export.language or settings.LANGUAGE_CODE):
        time = format_datetime(export.expires_at)  # type: ignore[arg-type]  # it is available
        text = _("Your data is ready. Until %(time)s you can download it.") % {"time": time}
        link = _link(DATA_EXPORT, export.base_url)
        _mail(profile, _("Your data is ready for download"), [text, link])


def tell_reporters(action_id: int) -> None:
    """Tell the reporters of the reports that an action has closed."""
    for batch in value_batches(untold_reports().filter(action=action_id), "reporter_id"):
        for key, reporter in batch:
            profile = _find_profile(reporter)
            if profile is None or not _notify_oneself(REPORT, reporter, key):
                continue
            with translation.override(language_of(profile)):
                lines = [_("Thank you. Sign in to read the outcome."), _link(REPORT)]
                _mail(profile, str(REPORT.one), lines)


def untold_reports() -> QuerySet[Report]:
    """Return the reports that an action has closed and whose reporters are not notified of that."""
    told = Notification._base_manager.filter(
        recipient=OuterRef("reporter"), kind=REPORT.name, subject=OuterRef("pk")
    )
    rows = Report._base_manager.filter(~Exists(told), action__isnull=False)
    return rows.filter(reporter__handle__isnull=False)


def send_report(report_id: int) -> None:
    """Let the moderation backend pass a report on. Do nothing if it is gone or closed."""
    rows = for_write(Report._base_manager.filter(pk=report_id, is_open=True))
    found = rows.select_related("profile", "reporter").first()
    if found is not None:
        get_backend().send_report(found)
        rows.update(passed_on_at=timezone.now())


def send_appeal(appeal_id: int) -> None:
    """Let the moderation backend pass an appeal on. Do nothing if it is gone or decided."""
    rows = for_write(Appeal._base_manager.filter(pk=appeal_id, decided_at=None))
    found = rows.select_related("profile", "action").first()
    if found is not None:
        get_backend().send_appeal(found)
        rows.update(passed_on_at=timezone.now())


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


def _link(kind: NotificationKind, base_url: str = "") -> str:
    """Return the URL that a kind of notification links to; "" if the site has said no address.

    base_url: used instead of DJANGO_TWEETS_BASE_URL, which is for code without a request.
    """
    base = (base_url or conf.BASE_URL).rstrip("/")
    with suppress(NoReverseMatch):  # a host may have left the page out
        return base and f"{base}{reverse(kind.link_url_name)}"
    return ""


def _mail(profile: AbstractProfile, subject: str, lines: list[str]) -> None:
    """Send an e-mail, unless there is no address. An error is logged: the page tells the same."""
    user: Any = profile.user
    address = getattr(user, user.get_email_field_name(), "") if user is not None else ""
    if not address:
        return
    message = EmailMessage(subject, "\n\n".join(filter(None, lines)) + "\n", to=[address])
    try:
        send_one(message)
    except (UnsentMail, ServerUnavailable) as error:
        reason = str(error) or "the mail server is away"
        logger.error("The e-mail to profile %s can’t be sent: %s", profile.pk, reason)  # noqa: TRY400 - no traceback: one line

"""Decisions of moderators about tweets and profiles, each a row of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals
from ..models import (
    ActionKind,
    ModerationAction,
    Outcome,
    WithheldTweet,
    counters,
)
from ..models.databases import write_database
from ..models.moderation import LOGGED_ONLY, PROFILE_KINDS, TWEET_KINDS, with_state
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import enqueue_on_commit
from . import tasks
from .databases import for_write
from .held_tweets import release_held
from .idempotency import get_locked, lock_profiles
from .moderators import check_is_not_about, check_may_moderate, check_may_view_reports
from .report_cases import clean_texts, close_reports
from .signal_sending import send_on_commit
from .withholding import release, withhold

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from ..models import AbstractProfile, AbstractTweet, Report

FLAGS = {ActionKind.LIMIT: "is_limited", ActionKind.SUSPEND: "is_suspended"}
WITHHOLDING = {
    ActionKind.HIDE: WithheldTweet.Reason.HIDDEN,
    ActionKind.DELETE: WithheldTweet.Reason.DELETED,
}
APPEALABLE = {ActionKind.WARN, *TWEET_KINDS, *PROFILE_KINDS}
"""Actions against a person, who is told of them and may appeal."""

MAX_ENDED = 500  # actions that one run ends


@reads_from_write_database()
def moderate(
    moderator: AbstractProfile,
    action: str,
    *,
    tweet: AbstractTweet | None = None,
    profile: AbstractProfile | None = None,
    report: Report | None = None,
    reason: str = "",
    message: str = "",
    until: datetime | None = None,
    tells: bool = True,
) -> ModerationAction:
    """Carry out a decision and return its row in the log. Send signals.moderated.

    action: "dismiss", "warn", "mark_sensitive", "hide", "delete", "limit", "suspend" or "restore".
    It is about tweet, or else about profile, or else about the profile of report. "mark_sensitive",
    "hide" and "delete" need a tweet; "limit" and "suspend" are about the author of a tweet.
    It closes the open reports about its subject: with a report that one alone, with a tweet those
    that have it, else all of the profile. "dismiss" publishes the held tweets of these reports.
    "restore" undoes all actions in force, and publishes a held tweet; it closes no other reports.
    reason is for moderators, message for the person. until: the end of "limit" and "suspend".

    tells: whether the person is told, if it is an action of which people are told.

    A deleted tweet is kept for 30 days, in which it can be restored.
    Raise ValidationError for invalid values, and PermissionDenied if moderator may not moderate, or
    is the person whom it is about.
    """
    check_may_moderate(moderator)
    kind = _check_kind(action, until, has_tweet=tweet is not None)
    subject = _subject_key(tweet, profile, report)
    check_is_not_about(moderator, subject)
    return _carry_out(
        ModerationAction(
            action=kind,
            moderator_id=moderator.pk,
            moderator_name=moderator.handle,
            profile_id=subject,
            tweet_id=None if tweet is None else tweet.pk,
            report_id=None if report is None else report.pk,
            reason=reason,
            message=message,
            until=until,
            is_announced=tells,
        ),
        report,
    )


def _check_kind(action: str, until: datetime | None, *, has_tweet: bool) -> ActionKind:
    if action not in ActionKind.values or action in LOGGED_ONLY:
        raise ValidationError({"action": _("There is no such action.")})
    kind = ActionKind(action)
    if kind in TWEET_KINDS and not has_tweet:
        raise ValidationError({"action": _("Choose a tweet for this action.")})
    if until is not None:
        if kind not in PROFILE_KINDS:
            raise ValidationError({"until": _("This action has no end.")})
        if until <= timezone.now():
            raise ValidationError({"until": _("The end has to be in the future.")})
    return kind


def _subject_key(
    tweet: AbstractTweet | None, profile: AbstractProfile | None, report: Report | None
) -> Any:
    if tweet is not None:
        return tweet.profile_id
    if profile is not None:
        return profile.pk
    if report is not None:
        return report.profile_id
    raise ValidationError(_("Choose a tweet, a profile or a report."))


def _carry_out(row: ModerationAction, report: Report | None = None) -> ModerationAction:
    """Apply the action of row, write row to the log, and close the reports about its subject."""
    using = write_database(row)
    clean_texts(row, "reason", "message")
    with storable(), transaction.atomic(using=using):
        author = get_profile_model()._base_manager.using(using).filter(pk=row.profile_id).first()
        if author is None or author.deleted_at is not None:
            raise PermissionDenied(_("This profile no longer exists."))
        lock_profiles(author, using=using)
        author = get_locked(author)
        row.profile_name = author.handle
        if row.tweet_id is not None and row.action not in PROFILE_KINDS:
            _apply_to_tweet(row, row.tweet_id, using)
        else:
            _apply_to_profile(row, author, using)
        release_held(row, report, using=using)
        row.save(using=using)
        if row.action != ActionKind.RESTORE or row.tweet_id is not None:
            dismissed = row.action in {ActionKind.DISMISS, ActionKind.RESTORE}
            outcome = Outcome.DISMISSED if dismissed else Outcome.ACTED
            close_reports(row, outcome, report, using=using)
        send_on_commit(signals.moderated, row, action=row)
        if row.is_announced and row.action in {*APPEALABLE, ActionKind.RESTORE}:
            enqueue_on_commit(tasks.tell_of_moderation, row.pk, using=using)
    return row


def _apply_to_tweet(row: ModerationAction, key: int, using: str) -> None:
    tweet = get_tweet_model()._base_manager.using(using).filter(pk=key).first()
    if tweet is None:
        raise PermissionDenied(_("This tweet has been deleted."))
    counters.lock_tweet(tweet, using=using)
    tweet = get_locked(tweet)
    row.before = _state_of_tweet(tweet)
    if row.action in WITHHOLDING:
        withhold(tweet, WITHHOLDING[ActionKind(row.action)])
    elif row.action == ActionKind.MARK_SENSITIVE:
        _mark_sensitive(tweet, is_sensitive=True)
    elif row.action == ActionKind.RESTORE:
        _restore_tweet(tweet, row.reverses, using)
    row.after = _state_of_tweet(tweet)


def _restore_tweet(tweet: AbstractTweet, action: ModerationAction | None, using: str) -> None:
    """Undo an action of moderators on tweet; all of them if action is None."""
    undone = TWEET_KINDS if action is None else {ActionKind(action.action)}
    if undone & WITHHOLDING.keys():
        others = _in_force().filter(tweet=tweet.pk, action__in=WITHHOLDING)
        left = None if action is None else others.exclude(pk=action.pk).order_by("pk").last()
        if left is None:
            release(tweet)
        else:
            withhold(tweet, WITHHOLDING[ActionKind(left.action)])
    if ActionKind.MARK_SENSITIVE in undone and _was_marked(tweet, using):
        _mark_sensitive(tweet, is_sensitive=False)


def _mark_sensitive(tweet: AbstractTweet, *, is_sensitive: bool) -> None:
    tweet.is_sensitive = is_sensitive
    tweet.save(update_fields=["is_sensitive"])


def _was_marked(tweet: AbstractTweet, using: str) -> bool:
    """Whether a moderator has marked tweet as sensitive, which its author had not."""
    log = ModerationAction._base_manager.using(using).filter(
        Q(reverses=None) | Q(reverses__action=ActionKind.MARK_SENSITIVE), tweet=tweet.pk
    )
    log = log.order_by("-pk")
    changes = {ActionKind.MARK_SENSITIVE, ActionKind.RESTORE}
    last = log.filter(action__in=changes).first()
    if last is None or last.action != ActionKind.MARK_SENSITIVE:
        return False
    first = log.filter(action=ActionKind.MARK_SENSITIVE)
    restored = log.filter(action=ActionKind.RESTORE).first()
    if restored is not None:
        first = first.filter(pk__gt=restored.pk)
    oldest = first.last()
    return oldest is not None and not oldest.before.get("is_sensitive")


def _state_of_tweet(tweet: AbstractTweet) -> dict[str, Any]:
    return {
        "content": tweet.content,
        "content_warning": tweet.content_warning,
        "visibility": str(tweet.visibility),
        "is_sensitive": tweet.is_sensitive,
    }


def _apply_to_profile(row: ModerationAction, author: AbstractProfile, using: str) -> None:
    row.before = _state_of_profile(author)
    if flag := FLAGS.get(ActionKind(row.action)):
        setattr(author, flag, True)
        author.save(using=using, update_fields=[flag])
    elif row.action == ActionKind.RESTORE:
        for kind, flag in FLAGS.items():
            if row.reverses is None or (row.reverses.action == kind and _is_in_force(row.reverses)):
                setattr(author, flag, False)
        author.save(using=using, update_fields=[*FLAGS.values()])
    row.after = _state_of_profile(author)


def _state_of_profile(profile: AbstractProfile) -> dict[str, Any]:
    return {flag: getattr(profile, flag) for flag in FLAGS.values()}


def reverse(
    action: ModerationAction, moderator: AbstractProfile | None, *, message: str = ""
) -> ModerationAction | None:
    """Undo one action and return the row of that, or None if it has been undone already.

    moderator: None if its time has ended. A later action of its kind stays in force.
    """
    using = write_database(action)
    row = ModerationAction(
        action=ActionKind.RESTORE,
        moderator_id=None if moderator is None else moderator.pk,
        moderator_name=moderator.handle if moderator else "",
        profile_id=action.profile_id,
        tweet_id=action.tweet_id if action.action not in PROFILE_KINDS else None,
        message=message,
        reverses=action,
    )
    with transaction.atomic(using=using):
        rows = get_profile_model()._base_manager.using(using)
        author = rows.filter(pk=action.profile_id, deleted_at=None).first()
        if author is None:
            return None
        lock_profiles(author, using=using)
        log = ModerationAction._base_manager.using(using)
        if log.filter(reverses=action.pk).exists():
            return None
        return _carry_out(row)


def _in_force() -> QuerySet[ModerationAction]:
    """Return the actions that no later one of the log has repeated or undone."""
    rows = with_state(for_write(ModerationAction._base_manager.all()))
    found: QuerySet[ModerationAction] = rows.filter(is_in_force=True)
    return found


def _is_in_force(action: ModerationAction) -> bool:
    return _in_force().filter(pk=action.pk).exists()


def end_actions() -> int:
    """End the limits and suspensions whose time is over. Return how many: at most MAX_ENDED each.

    Those of deleted profiles are left out: they never end, and would use up the bound.
    """
    ended = 0
    there = _in_force().filter(profile__deleted_at=None, until__lte=timezone.now())
    for kind in PROFILE_KINDS:
        due = there.filter(action=kind).order_by("until")
        for action in due[:MAX_ENDED]:
            ended += reverse(action, None) is not None
    return ended


def keep_suspended(profile: AbstractProfile, former_id: Any) -> ModerationAction:
    """Suspend the new profile of a member who has deleted a suspended one, until the same time.

    former_id: the key of that one. The person finds the decision again, and may appeal.
    """
    row = ModerationAction(action=ActionKind.SUSPEND, profile_id=profile.pk, is_announced=False)
    former = _in_force().filter(profile=former_id, action=ActionKind.SUSPEND).first()
    if former is not None:
        for name in ("moderator_id", "moderator_name", "reason", "message", "until"):
            setattr(row, name, getattr(former, name))
    return _carry_out(row)


@reads_from_write_database()
def end_suspension(profile: AbstractProfile) -> bool:
    """End the suspension of profile if its time is over. Return whether it has ended by now.

    For the member, who needn't wait for end_actions(). profile.is_suspended is set.
    """
    due = _in_force().filter(action=ActionKind.SUSPEND, until__lte=timezone.now())
    action = due.filter(profile=profile.pk).first()
    if action is None:
        return False
    reverse(action, None)  # None if another request, or the command, has just done so
    profile.refresh_from_db(using=write_database(action), fields=["is_suspended"])
    return not profile.is_suspended


def unlock_report(moderator: AbstractProfile, report: Report) -> ModerationAction:
    """Let moderator read the private tweets of a report for a while. Return the row in the log."""
    check_may_view_reports(moderator)
    check_is_not_about(moderator, report.profile_id)
    row = ModerationAction(
        action=ActionKind.UNLOCK,
        moderator_id=moderator.pk,
        moderator_name=moderator.handle,
        profile_id=report.profile_id,
        profile_name=report.profile.handle,
        report_id=report.pk,
    )
    row.save(using=write_database(row))
    return row


def pseudonymize(profile_id: Any) -> None:
    """Remove the names and texts of a deleted profile from the log. The rows and keys stay."""
    log = for_write(ModerationAction._base_manager.all())
    log.filter(profile=profile_id).update(profile_name="", message="", before={}, after={})
    log.filter(moderator=profile_id).update(moderator_name="")

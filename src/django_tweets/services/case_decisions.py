"""Decisions about a case: one action on several tweets or reports of a profile, or on all of it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import ActionKind, ModerationAction, ReportedTweet, WithheldTweet
from ..models.databases import write_database
from ..models.moderation import TWEET_KINDS
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model
from .databases import for_write
from .idempotency import lock_profiles
from .moderation import moderate
from .moderators import check_may_moderate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ..models import AbstractProfile, AbstractTweet, Report

PUBLISHING = {ActionKind.DISMISS, ActionKind.RESTORE}
"""Actions that publish held tweets."""

MAX_DECIDED = 50  # tweets of one decision, with those of its reports; or reports


@reads_from_write_database()
def decide_case(
    moderator: AbstractProfile,
    action: str,
    *,
    profile: AbstractProfile,
    tweets: Collection[AbstractTweet] = (),
    reports: Collection[Report] = (),
    reason: str = "",
    message: str = "",
    until: datetime | None = None,
    last_action: int | None = None,
    seen_at: datetime | None = None,
) -> list[ModerationAction]:
    """Carry out one decision about a profile, and return its rows in the log.

    "mark_sensitive", "hide" and "delete" are about tweets, and about all tweets of reports.
    "dismiss" is about tweets and reports, "restore" about tweets; about all of the profile if there
    are none. Other actions are always about the profile. The person is told once.

    last_action: the newest row of the log about profile that the moderator has seen, 0 for none.
    Raise ValidationError if there is a newer one: so a form that is sent twice, or by two
    moderators, is one decision. seen_at: when the moderator has read the tweets that wait for
    review. Raise ValidationError for "dismiss" and "restore", which publish them, if one was
    written or edited since. Also for more than MAX_DECIDED tweets or reports, for those of
    another profile, and as moderate(), whose errors it has. No tweet is left out silently.
    """
    check_may_moderate(moderator)
    _check_number(tweets, reports)
    if {row.profile_id for rows in (tweets, reports) for row in rows} - {profile.pk}:
        raise ValidationError(_("Choose tweets of one author."))
    using = write_database(profile)
    with storable(), transaction.atomic(using=using):
        lock_profiles(profile, using=using)
        if last_action is not None and _has_newer(profile, last_action):
            raise ValidationError(
                _("There is a newer decision. Look at the earlier decisions, and decide again."),
                code="decided",
            )
        if seen_at is not None and action in PUBLISHING and _has_unread(profile, seen_at):
            raise ValidationError(
                _("A held tweet is new, or was edited. Read it, and decide again."),
                code="decided",
            )
        subjects = _find_subjects(action, tweets, reports)
        return [
            moderate(
                moderator,
                action,
                **{"profile": profile, **subject},
                reason=reason,
                message=message,
                until=until,
                tells=number == 0,
            )
            for number, subject in enumerate(subjects)
        ]


def _check_number(*chosen: Collection[Any]) -> None:
    if any(len(rows) > MAX_DECIDED for rows in chosen):
        raise ValidationError(_("Choose at most %(max)d at once.") % {"max": MAX_DECIDED})


def _has_newer(profile: AbstractProfile, last_action: int) -> bool:
    log = for_write(ModerationAction._base_manager.filter(profile=profile.pk, pk__gt=last_action))
    return log.exclude(action=ActionKind.UNLOCK).exists()


def _has_unread(profile: AbstractProfile, seen_at: datetime) -> bool:
    """Whether a held tweet of profile, which is locked, is newer than seen_at, or its text is."""
    held = for_write(WithheldTweet._base_manager.filter(reason=WithheldTweet.Reason.HELD))
    is_new = Q(created_at__gt=seen_at) | Q(tweet__edited_at__gt=seen_at)
    return held.filter(is_new, tweet__profile=profile.pk).exists()


def _find_subjects(
    action: str, tweets: Collection[AbstractTweet], reports: Collection[Report]
) -> list[dict[str, Any]]:
    """Return the arguments of moderate() for each tweet and report; [{}] is for the profile.

    Tweets are in the order of their keys, in which services lock them.
    """
    chosen: list[dict[str, Any]] = [
        {"tweet": tweet} for tweet in sorted(tweets, key=attrgetter("pk"))
    ]
    if action in TWEET_KINDS:
        known = {tweet.pk for tweet in tweets}
        keys = set(
            for_write(
                ReportedTweet._base_manager.filter(report__in=[report.pk for report in reports])
            ).values_list("tweet_id", flat=True)
        )
        rows = for_write(get_tweet_model()._base_manager.filter(pk__in=keys - known))
        chosen += [{"tweet": tweet} for tweet in rows.order_by("pk")[: MAX_DECIDED + 1]]
        _check_number(chosen)
        if not chosen:
            raise ValidationError({"action": _("Choose a tweet for this action.")})
        return sorted(chosen, key=lambda subject: subject["tweet"].pk)
    if action == ActionKind.DISMISS:
        chosen += [{"report": report} for report in reports]
    elif action != ActionKind.RESTORE:
        chosen = []
    return chosen or [{}]

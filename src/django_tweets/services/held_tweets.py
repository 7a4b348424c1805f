"""Held tweets: the screening lets them wait for a moderator, and only their authors see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    ActionKind,
    Outcome,
    Report,
    ReportedTweet,
    Visibility,
    WithheldTweet,
    counters,
)
from ..models.databases import write_database
from ..models.report import SCREENING
from ..swapping import get_tweet_model
from ..tasks import enqueue_on_commit
from . import tasks
from .idempotency import get_locked
from .report_cases import count_open, lock_case, open_reports
from .reports import report_held
from .withholding import release, withhold

if TYPE_CHECKING:
    from ..models import AbstractTweet, ModerationAction

MAX_HELD = 20
"""Tweets of one member that may wait at a time."""

MAX_NOTE_LENGTH: Any = WithheldTweet._meta.get_field("note").max_length


def check_room(profile_id: Any, *, using: str) -> None:
    """Raise ValidationError if MAX_HELD tweets of a profile wait already."""
    rows = WithheldTweet._base_manager.using(using).filter(reason=WithheldTweet.Reason.HELD)
    if rows.filter(tweet__profile=profile_id).count() >= MAX_HELD:
        message = _("Too many of your tweets wait for review. Try again later.")
        raise ValidationError({"content": ValidationError(message, code="held")})


def hold_new(tweet: AbstractTweet, visibility: str, note: str) -> None:
    """Hold a new tweet, which has been saved with Visibility.WITHHELD in this transaction.

    visibility: the audience that it gets when a moderator publishes it.
    """
    using = write_database(tweet)
    check_room(tweet.profile_id, using=using)
    WithheldTweet._base_manager.using(using).create(
        tweet_id=tweet.pk,
        reason=WithheldTweet.Reason.HELD,
        visibility=visibility,
        note=note[:MAX_NOTE_LENGTH],
        created_at=tweet.created_at,  # nobody has read the text: see get_audience_of_text()
    )
    report_held(tweet, note)


def hold_edited(tweet: AbstractTweet, note: str) -> None:
    """Hold a tweet whose texts are about to change. One that is withheld already stays so.

    Its note is changed, for a moderator who may restore it. tweet: locked, and its author too.
    """
    if tweet.visibility == Visibility.WITHHELD:
        rows = WithheldTweet._base_manager.using(write_database(tweet)).filter(tweet=tweet.pk)
        rows.update(note=note[:MAX_NOTE_LENGTH])
        return
    check_room(tweet.profile_id, using=write_database(tweet))
    short = note[:MAX_NOTE_LENGTH]
    withhold(tweet, WithheldTweet.Reason.HELD, note=short, since=tweet.edited_at)
    report_held(tweet, note)


def forget_held(tweet: AbstractTweet) -> None:
    """Close the report of a held tweet that its author has deleted: nothing is left to decide."""
    using = write_database(tweet)
    with transaction.atomic(using=using):
        lock_case(tweet.profile_id, using=using)
        rows = Report._base_manager.using(using).filter(
            profile=tweet.profile_id, category=SCREENING, is_open=True
        )
        keys = list(rows.filter(reported_tweets__tweet=tweet.pk).values_list("pk", flat=True))
        rows.filter(pk__in=keys).update(
            is_open=None, outcome=Outcome.DISMISSED, closed_at=timezone.now()
        )
        count_open(tweet.profile_id, using=using)


def release_held(action: ModerationAction, report: Report | None, *, using: str) -> None:
    """Publish the held tweets that a moderator finds harmless: whose reports action dismisses.

    The caller has locked the author, and not yet the case.
    """
    if action.action != ActionKind.DISMISS:
        return
    reports = open_reports(action, report, using=using).filter(category=SCREENING)
    rows = ReportedTweet._base_manager.using(using).filter(report__in=[*reports])
    held = WithheldTweet._base_manager.using(using).filter(
        reason=WithheldTweet.Reason.HELD, tweet__in=[row.tweet_id for row in rows]
    )
    keys = sorted(held.values_list("pk", flat=True))
    tweets = get_tweet_model()._base_manager.using(using).filter(pk__in=keys)
    for tweet in tweets.order_by("pk"):
        counters.lock_tweet(tweet, using=using)
        release(get_locked(tweet))
        enqueue_on_commit(tasks.tell_of_release, tweet.pk, using=using)

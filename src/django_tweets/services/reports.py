"""Reports of members about profiles and tweets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import signals
from ..conf import conf
from ..models import ActionKind, ModerationAction, Outcome, Report, ReportedTweet
from ..models.databases import write_database
from ..models.report import SCREENING
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit
from . import tasks
from .databases import for_write
from .idempotency import insert_once, lock_profile_keys
from .limits import count_action
from .moderation_backends import get_backend
from .readable import readable_tweets
from .report_cases import clean_texts, lock_case, open_report
from .signal_sending import send_on_commit
from .suspension import check_member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet

IMPERSONATION = "impersonation"
"""Category of the reports about look-alike handles."""

MAX_COMMENT_LENGTH: Any = Report._meta.get_field("comment").max_length
MAX_TWEETS = 20  # that are reported at once
MAX_STORED_TWEETS = 50
"""Tweets of one report, with those that its reporter adds later. A page for moderators shows all of
20 reports, and one decision takes so many."""
DISMISSED_FOR = timedelta(days=30)
"""Time for which reports of a profile are closed at once after a moderator has dismissed some."""


@reads_from_write_database()
def report(
    reporter: AbstractProfile | None,
    *,
    tweets: Iterable[AbstractTweet] = (),
    profile: AbstractProfile | None = None,
    category: str,
    comment: str = "",
) -> Report:
    """Report tweets of one author, or a profile, to the moderators. Send signals.reported.

    A reporter has one open report about a profile: a second call adds its tweets to that, and its
    comment. What a moderator has found harmless is not reported again until it is edited: then the
    report is closed at once.
    reporter: None for a visitor, if DJANGO_TWEETS_VISITOR_REPORTS allows it.
    Raise ValidationError, by field, for invalid values, and PermissionDenied if reporter may not
    see what they report, is suspended, or is its author; LimitExceeded for too many reports.
    """
    if reporter is None and not conf.VISITOR_REPORTS:
        raise PermissionDenied(_("Sign in to report."))
    found = _find_tweets(reporter, tweets)
    subject = _find_subject(reporter, found, profile)
    if category not in conf.REPORT_CATEGORIES:
        raise ValidationError({"category": _("Choose one of the categories.")})
    row = Report(
        reporter_id=None if reporter is None else reporter.pk,
        profile_id=subject,
        category=category,
        comment=comment,
    )
    clean_texts(row, "comment")
    if reporter is not None:  # views count those of visitors by address
        count_action(reporter, "report")
    return _file(row, found)


def report_held(tweet: AbstractTweet, note: str) -> Report:
    """Put a tweet that the screening has held into the queue of the moderators."""
    row = Report(profile_id=tweet.profile_id, category=SCREENING, comment=note[:MAX_COMMENT_LENGTH])
    return _file(row, [tweet])


def report_lookalike(profile: AbstractProfile, handle: str) -> Report:
    """Put a profile into the queue whose handle is easily taken for another one."""
    with translation.override(settings.LANGUAGE_CODE):
        comment = _("The handle looks like @%(handle)s.") % {"handle": handle}
    return _file(Report(profile_id=profile.pk, category=IMPERSONATION, comment=comment), [])


def _find_tweets(
    reporter: AbstractProfile | None, tweets: Iterable[AbstractTweet]
) -> list[AbstractTweet]:
    keys = {tweet.retweet_of_id or tweet.pk for tweet in tweets}
    if len(keys) > MAX_TWEETS:
        raise ValidationError(
            {"tweets": _("Report at most %(max)d tweets at once.") % {"max": MAX_TWEETS}}
        )
    found: dict[int, AbstractTweet] = readable_tweets(reporter).in_bulk(keys)
    if len(found) < len(keys):
        raise PermissionDenied(_("This tweet is not available."))
    return [found[key] for key in sorted(keys)]


def _find_subject(
    reporter: AbstractProfile | None,
    tweets: list[AbstractTweet],
    profile: AbstractProfile | None,
) -> Any:
    """Return the key of the reported profile."""
    authors = {tweet.profile_id for tweet in tweets}
    if profile is not None:
        people: Any = get_profile_model()._rows.visible_or_blocked_by(reporter)
        if not for_write(people).filter(pk=profile.pk).exists():
            raise PermissionDenied(_("This profile no longer exists."))
        authors.add(profile.pk)
    if len(authors) != 1:
        raise ValidationError({"tweets": _("Choose tweets of one author.")})
    (subject,) = authors
    if reporter is not None and subject == reporter.pk:
        raise PermissionDenied(_("You can’t report yourself."))
    return subject


def _file(row: Report, tweets: list[AbstractTweet]) -> Report:
    using = write_database(row)
    with storable(), transaction.atomic(using=using):
        lock_profile_keys({row.profile_id, row.reporter_id} - {None}, using=using)
        if row.reporter_id is not None:
            check_member(row.reporter_id, using=using)
        lock_case(row.profile_id, using=using)
        if row.category != SCREENING and _is_dismissed(row.profile_id, tweets, using):
            row.is_open, row.outcome, row.closed_at = None, Outcome.DISMISSED, timezone.now()
        stored, is_new = _insert(row, using)
        if not is_new:
            _add_comment(stored, row.comment, using)
            _check_stored(stored, tweets, using)
        elif stored.is_open:
            open_report(stored, using=using)
        ReportedTweet._base_manager.using(using).bulk_create(
            [
                ReportedTweet(report_id=stored.pk, tweet_id=tweet.pk, content=tweet.content)
                for tweet in tweets
            ],
            ignore_conflicts=True,
        )
        send_on_commit(signals.reported, stored, report=stored)
        if stored.is_open and get_backend().supports_forwarding:
            if not is_new:
                Report._base_manager.using(using).filter(pk=stored.pk).update(passed_on_at=None)
            enqueue_on_commit(tasks.send_report, stored.pk, using=using)
    return stored


def _insert(row: Report, using: str) -> tuple[Report, bool]:
    """Insert row, unless the reporter has an open report about the profile."""

    def insert() -> None:
        with transaction.atomic(using=using):
            row.save(using=using, force_insert=True)

    if row.reporter_id is None or not row.is_open:
        insert()
        return row, True
    return insert_once(row, "reporter", "profile", "is_open", insert=insert)


def _check_stored(stored: Report, tweets: list[AbstractTweet], using: str) -> None:
    """Raise ValidationError if stored, an open report, would have too many tweets with these."""
    rows = ReportedTweet._base_manager.using(using).filter(report=stored.pk)
    keys = {*rows.values_list("tweet_id", flat=True), *(tweet.pk for tweet in tweets)}
    if tweets and len(keys) > MAX_STORED_TWEETS:
        message = _("You have reported enough tweets of this profile. The moderators read them.")
        raise ValidationError({"tweets": message})


def _add_comment(stored: Report, comment: str, using: str) -> None:
    if comment and comment not in stored.comment:
        joined = "\n".join(filter(None, [stored.comment, comment]))
        stored.comment = joined[:MAX_COMMENT_LENGTH]
        stored.save(using=using, update_fields=["comment"])


def _is_dismissed(profile_id: Any, tweets: list[AbstractTweet], using: str) -> bool:
    """Return whether moderators have dismissed reports about all of this, in its present state."""
    log = ModerationAction._base_manager.using(using)
    dismissed = log.filter(profile=profile_id, action=ActionKind.DISMISS).order_by("pk")
    if not tweets:
        since = timezone.now() - DISMISSED_FOR
        return dismissed.filter(tweet=None, report=None, created_at__gt=since).exists()
    rows = dismissed.filter(tweet__in=[tweet.pk for tweet in tweets])
    decided = dict(rows.values_list("tweet", "created_at"))
    return all(
        tweet.pk in decided and (tweet.edited_at is None or tweet.edited_at < decided[tweet.pk])
        for tweet in tweets
    )

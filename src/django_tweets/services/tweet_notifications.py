"""Notifications of which a tweet is the cause: replies, quotes and mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import IntegrityError, connections, router, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from .. import signals, snowflake
from ..models import Mention, Notification, NotificationActor, counters, tellable
from ..models.notification import GroupKey
from ..models.notification_preference import profile_wants
from ..notification_kinds import MENTION, QUOTE, REPLY
from ..swapping import get_tweet_model
from ..tracing import span
from . import notification_groups
from .announcements import announce_notifications
from .idempotency import ATTEMPTS
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from django.db.models import QuerySet

KINDS = [MENTION.name, QUOTE.name, REPLY.name]
"""A recipient gets one: a reply comes before a quote, and a quote before a mention."""


class _Row(NamedTuple):
    """A recipient, or a notification that is stored."""

    pk: int
    """Primary key of the notification; 0 for a recipient."""
    kind: str
    recipient: Any
    author: Any
    """Of the tweet; of no meaning for a notification."""
    is_wanted: bool
    is_told: bool
    """Whether the recipient may be told, or has been."""


@span("notify_of_tweet")
def update_tweet_notifications(tweet: int) -> None:
    """Add and remove the notifications of tweet for its present reply, quote and mentions.

    What was written is compared with what is true afterwards: whoever has changed the tweet, or
    what the recipients may be told, since it was read has not found the new rows.
    """
    for _ in range(ATTEMPTS):
        if not _update(tweet):
            return


def _update(tweet: int) -> bool:
    """Do update_tweet_notifications() once. Return whether something had to be changed."""
    using = router.db_for_write(Notification)
    rows = [_Row(*row) for row in _read(tweet, using)]
    found = sorted((row for row in rows if not row.pk), key=lambda row: KINDS.index(row.kind))
    due = {row.recipient: row for row in found}  # the last kind of each
    due = {key: row for key, row in due.items() if row.is_wanted}
    stale, wrong = [], []
    for row in rows:
        if not row.pk:
            continue
        if row.recipient not in due or due[row.recipient].kind != row.kind:
            stale.append(row.pk)
        elif due.pop(row.recipient).is_told != row.is_told:
            wrong.append(row.pk)
    if due:
        _insert(tweet, sorted(due.values(), key=lambda row: str(row.recipient)), using)
    if stale:
        rows_of = Notification._base_manager.using(using)
        notification_groups.remove_notifications(rows_of.filter(pk__in=stale))
    if wrong:
        actors = NotificationActor._base_manager.filter(notification__in=wrong)
        notification_groups.update_told(actors)
    return bool(due or stale or wrong)


def _read(tweet: int, using: str) -> QuerySet[Any]:
    """Return the columns of _Row: the recipients of tweet, and their stored notifications."""
    tweets = get_tweet_model()._base_manager.using(using).filter(pk=tweet)
    mentions = Mention._base_manager.using(using).filter(tweet=tweet)
    stored = Notification._base_manager.using(using).filter(tweet=tweet, kind__in=KINDS)
    flags = (Value(value=True), _flag(Q(newest__gt=0)))
    columns = ("pk", "kind", "recipient_id", "recipient_id", *flags)
    return stored.values_list(*columns).union(
        _recipients(tweets, REPLY.name, "in_reply_to_profile"),
        _recipients(tweets, QUOTE.name, "quote_of__profile"),
        _recipients(mentions, MENTION.name, "profile", "tweet__"),
        all=True,
    )


def _recipients(rows: QuerySet[Any], kind: str, path: str, tweet: str = "") -> QuerySet[Any]:
    """Return the columns of _Row for the profiles at the end of path, except the author."""
    author = f"{tweet}profile"
    existing = rows.filter(**{f"{path}__handle__isnull": False}).exclude(**{path: F(author)})
    return existing.values_list(
        Value(0),
        Value(kind),
        path,
        author,
        _flag(profile_wants(kind, path)),
        _flag(tellable.tellable_tweets(kind, path, tweet)),
    )


def _flag(condition: Q) -> Case | Value:
    if not condition:
        return Value(value=True)
    return Case(When(condition, then=True), default=False)


def _insert(tweet: int, recipients: list[_Row], using: str) -> None:
    """Insert a notification and its actor for each of recipients, or nothing.

    Nothing if another worker has inserted one of them: the caller reads again.
    """
    made = []
    for row in recipients:
        at = snowflake.make_id(timezone.now())
        fields = GroupKey(row.recipient, row.kind, tweet).get_fields()
        newest = at if row.is_told else -at
        made.append(Notification(**fields, count=int(row.is_told), newest=newest))
    try:
        with transaction.atomic(using=using):
            if connections[using].vendor == "mysql":  # pragma: no cover - MariaDB's and MySQL's
                # Of two transactions that wait for a third one to insert a row, which then fails,
                # InnoDB ends one as a deadlock.
                counters.lock(get_tweet_model(), [tweet], using=using)
            Notification._base_manager.using(using).bulk_create(made)
            if not connections[using].features.can_return_rows_from_bulk_insert:
                _set_keys(made, using)  # pragma: no cover - MySQL's
            actors = [
                NotificationActor(notification=each, actor_id=row.author, newest=each.newest)
                for each, row in zip(made, recipients, strict=True)
            ]
            NotificationActor._base_manager.using(using).bulk_create(actors)
            for actor in actors:
                if actor.newest > 0:
                    send_on_commit(signals.notified, actor, notification_actor=actor)
            announce_notifications([row.recipient for row in recipients if row.is_told], using)
    except IntegrityError:
        return


def _set_keys(made: list[Notification], using: str) -> None:  # pragma: no cover - MySQL's
    """Set the primary keys of notifications of a tweet that were inserted."""
    rows = Notification._base_manager.using(using).filter(tweet=made[0].tweet_id)
    stored = {
        (recipient, kind): pk for pk, recipient, kind in rows.values_list("pk", "recipient", "kind")
    }
    for notification in made:
        notification.pk = stored[notification.recipient_id, notification.kind]

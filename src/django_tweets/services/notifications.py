"""Create and remove the notifications of likes, retweets, follows and follow requests.

A service calls one of the notify_of_… functions, which enqueue a task on commit. The task reads
whether the cause of the notification exists. It adds the actor and reads again, or removes it if
there is still no cause behind the lock. So it may run late, twice, or at the same time as the task
of the opposite action: in the end, notifications agree with the tables of likes, follows and
tweets. tweet_notifications.py has the task of tweets.

A kind of a host has its cause in the host's tables: see notify() and unnotify().
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections, router, transaction
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from .. import notification_kinds
from ..models import (
    Follow,
    FollowRequest,
    Like,
    Notification,
    NotificationActor,
    counters,
    removed_notification,
    tellable,
)
from ..models.databases import write_database
from ..models.entities import mentioned_keys
from ..models.notification import GroupKey, day_number
from ..models.notification_preference import profile_wants
from ..notification_kinds import ACCEPTED, FOLLOW, LIKE, REQUEST, RETWEET
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import enqueue_on_commit
from . import notification_groups, tasks
from .databases import for_write
from .notification_groups import StoredGroup
from .suspension import is_active_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from ..models import AbstractProfile, AbstractTweet
    from ..notification_kinds import NotificationKind

_is_disabled = ContextVar("django_tweets_notifications_are_disabled", default=False)


@contextmanager
def without_notifications() -> Iterator[None]:
    """Create no notifications within this context, for example during an import."""
    token = _is_disabled.set(True)
    try:
        yield
    finally:
        _is_disabled.reset(token)


def notify(
    recipient: AbstractProfile,
    kind: str,
    *,
    actor: AbstractProfile,
    tweet: AbstractTweet | None = None,
) -> bool:
    """Notify recipient of an action by actor. kind: a registered kind. tweet: its target, if any.

    Return whether this is new. It is False too, and nothing is written, if recipient doesn't want
    the kind, is the actor, or one of the three is deleted, or actor is suspended. ValueError if
    kind is not registered, or if it is about a tweet and there is none, or the other way round.
    """
    _check_kind(kind, tweet)
    if _is_disabled.get() or recipient.pk == actor.pk:
        return False
    subject = day_number(timezone.now()) if tweet is None else tweet.pk
    using = router.db_for_write(Notification)
    with transaction.atomic(using=using):
        # Locked: whoever deletes one of them waits, and then deletes the notification too.
        keys = {recipient.pk, actor.pk}
        if counters.lock(get_profile_model(), keys, using=using) < len(keys):
            return False
        if tweet and not counters.lock(get_tweet_model(), [tweet.pk], using=using):
            return False
        profiles = get_profile_model()._base_manager.using(using)
        is_active = is_active_member(actor.pk, using=using)
        if not profiles.filter(is_active, profile_wants(kind, "pk"), pk=recipient.pk).exists():
            return False
        return notification_groups.add_actor(GroupKey(recipient.pk, kind, subject), actor.pk)


def unnotify(
    recipient: AbstractProfile,
    kind: str,
    *,
    actor: AbstractProfile,
    tweet: AbstractTweet | None = None,
) -> bool:
    """Undo notify(), also of an earlier day; return whether there was something to undo.

    If the same is notified again within a day, it comes back as it was: see add_actor().
    """
    _check_kind(kind, tweet)
    rows = NotificationActor._base_manager.filter(
        notification__recipient=recipient.pk,
        notification__kind=kind,
        notification__tweet=None if tweet is None else tweet.pk,
        actor=actor.pk,
    )
    return notification_groups.remove_actors(rows)


def _check_kind(name: str, tweet: AbstractTweet | None) -> None:
    kind = notification_kinds.get_kind(name)
    if kind is None:
        raise ValueError(f"There is no notification kind {name!r}: register it first.")
    if kind.group_by is notification_kinds.GroupBy.EVENT:
        raise ValueError(f"The app itself notifies of {name!r}.")
    if kind.is_about_tweet != (tweet is not None):
        rule = "needs a tweet" if kind.is_about_tweet else "is not about a tweet"
        raise ValueError(f"The notification kind {name!r} {rule}.")


def _enqueue(work: Any, *keys: Any, using: str | None = None) -> None:
    if not _is_disabled.get():
        enqueue_on_commit(work, *keys, using=using)


def notify_of_reaction(row: Like | AbstractTweet) -> None:
    """Notify the author of a tweet that row, a like or a retweet, was created or deleted."""
    tweet: int | None
    if isinstance(row, Like):
        kind, tweet = LIKE, row.tweet_id
    else:
        kind, tweet = RETWEET, row.retweet_of_id
    keys = (row.profile_id, tweet)
    _enqueue(tasks.update_reaction_notification, kind.name, *keys, using=write_database(row))


def notify_of_follow(kind: NotificationKind, follow: Follow | FollowRequest) -> None:
    """Notify one of the two that follow was created. Do as update_told_later() for its follower.

    kind: FOLLOW or REQUEST, which the followed profile is notified of, or ACCEPTED, the follower.
    """
    keys, using = (follow.follower_id, follow.followed_id), write_database(follow)
    _enqueue(tasks.update_follow_notification, kind.name, *keys, using=using)
    if _is_disabled.get() and kind is not REQUEST:
        update_told_later(*keys, using=using)


def notify_of_end(follow: Follow | FollowRequest) -> None:
    """Remove the notifications of follow, which was deleted, and update its follower's others."""
    keys, using = (follow.follower_id, follow.followed_id), write_database(follow)
    _enqueue(tasks.remove_follow_notifications, *keys, using=using)
    if _is_disabled.get():
        update_told_later(*keys, using=using)


def notify_of_tweet(tweet: AbstractTweet, before: list[dict[str, Any]] | None = None) -> None:
    """Notify the profiles that tweet replies to, quotes or mentions.

    before: the entities that it had before it was edited.
    """
    addressed = {tweet.in_reply_to_profile_id, *mentioned_keys(tweet.entities)} - {None}
    is_for_nobody = tweet.quote_of_id is None and not addressed - {tweet.profile_id}
    if not is_for_nobody or (before and mentioned_keys(before)):
        _enqueue(tasks.update_tweet_notifications, tweet.pk, using=write_database(tweet))


def update_told_later(recipient: Any, actor: Any, *, using: str | None = None) -> None:
    """Update, in a task, whether recipient sees actor in notifications. Both are profile keys.

    For a change of what recipient may see of actor: a block, a mute, a follow.
    """
    enqueue_on_commit(tasks.update_told_actor, recipient, actor, using=using)


def update_told_actor(recipient: Any, actor: Any) -> None:
    """Show or hide actor in the notifications of recipient, as it is allowed now."""
    rows = NotificationActor._base_manager.filter(actor=_to_key(actor))
    notification_groups.update_told(rows.filter(notification__recipient=_to_key(recipient)))


def update_told_actors(actor: Any) -> None:
    """Do as update_told_actor() for all recipients: actor was hidden, or is shown again."""
    rows = NotificationActor._base_manager.filter(actor=_to_key(actor))
    notification_groups.update_told(rows)


def update_reaction_notification(kind: str, actor: Any, tweet: int) -> None:
    """Add or remove the notification of a reaction, by whether the reaction exists now."""
    actor = _to_key(actor)
    source, path = (Like, "tweet") if kind == LIKE.name else (get_tweet_model(), "retweet_of")
    author = f"{path}__profile"
    causes = for_write(source._base_manager.all()).filter(
        profile_wants(kind, author), profile=actor, **{path: tweet, f"{author}__isnull": False}
    )
    causes = causes.exclude(**{author: actor})
    is_told = tellable.tellable_actors(kind, "profile", author)

    former = removed_notification.make_key(kind, tweet, actor)

    def find_cause(added: NotificationActor | None) -> _Cause | None:
        subject = {"kind": kind, "subject": tweet, "recipient": OuterRef(author)}
        rows = causes.values_list(author, *_stored_group(subject, is_told, added, former))
        return next((_Cause(GroupKey(key, kind, tweet), *rest) for key, *rest in rows), None)

    rows = {"notification__tweet": tweet, "notification__kind": kind, "actor": actor}
    _update_actor(find_cause, causes, actor, NotificationActor._base_manager.filter(**rows))


def update_follow_notification(kind: str, follower: Any, followed: Any) -> None:
    """Add or remove the notification of a follow or request, by whether it exists now.

    An accepted request has no notification any more. The follower is told of what the followed
    profile has done, as far as that is allowed now.
    """
    follower, followed = _to_key(follower), _to_key(followed)
    is_accepted = kind == ACCEPTED.name
    actor, recipient = (followed, follower) if is_accepted else (follower, followed)
    source = FollowRequest if kind == REQUEST.name else Follow
    paths = ("followed", "follower") if is_accepted else ("follower", "followed")
    causes = for_write(source._base_manager.all()).filter(
        profile_wants(kind, paths[1]), follower=follower, followed=followed
    )
    is_told = tellable.tellable_actors(kind, *paths)
    by_followed = None if kind == REQUEST.name else _actors(followed, follower)
    requests = _actors(follower, followed).filter(notification__kind=REQUEST.name).order_by("pk")
    columns = ("pk", "notification", "notification__count")
    request = [Subquery(requests.values(name)[:1]) for name in columns] if is_accepted else []
    former_key = removed_notification.make_key(kind, recipient, actor)

    def find_cause(added: NotificationActor | None) -> _Cause | None:
        today = day_number(timezone.now())
        subject = {"kind": kind, "subject": today, "recipient": recipient}
        stored = _stored_group(subject, is_told, added, former_key, by_followed)
        rows = causes.values_list("created_at", *stored, *request)
        for at, pk, may_tell, is_wrong, former, *answered in rows:
            if answered and answered[0] is not None:
                asked = Notification(pk=answered[1], recipient_id=followed)
                row = NotificationActor(pk=answered[0], notification=asked)
                unless = _is_pending(follower, followed)
                notification_groups.remove_actor(row, answered[2] > 1, unless=unless)
            key = GroupKey(recipient, kind, day_number(at))
            if key.subject != today:  # of an older action, by a task that runs late
                return _Cause(key, None, False, is_wrong, is_read=False)
            return _Cause(key, pk, may_tell, is_wrong, former)
        return None

    rows = _actors(actor, recipient).filter(notification__kind=kind)
    if not _update_actor(find_cause, causes, actor, rows):
        if is_accepted:
            notification_groups.remove_actors(requests, unless=_is_pending(follower, followed))
        if by_followed is not None:
            notification_groups.update_told(by_followed)


def remove_follow_notifications(follower: Any, followed: Any) -> None:
    """Remove the notifications of a follow and a request that don't exist any more.

    The follower is told of what the followed profile has done, as far as that is allowed now.
    """
    follower, followed = _to_key(follower), _to_key(followed)
    is_following = Exists(Follow._base_manager.filter(follower=follower, followed=followed))
    mine = _actors(follower, followed)
    notification_groups.remove_actors(
        mine.filter(notification__kind__in=[FOLLOW.name, REQUEST.name]),
        unless=Q(is_following, kind=FOLLOW.name) | _is_pending(follower, followed),
    )
    by_followed = _actors(followed, follower)
    notification_groups.remove_actors(
        by_followed.filter(notification__kind=ACCEPTED.name), unless=Q(is_following)
    )
    notification_groups.update_told(by_followed)


def _actors(actor: Any, recipient: Any) -> QuerySet[NotificationActor]:
    """Return the rows by which recipient is notified of actor. They are keys of profiles."""
    return NotificationActor._base_manager.filter(actor=actor, notification__recipient=recipient)


def _is_pending(follower: Any, followed: Any) -> Q:
    """Return the condition that a notification has a follow request by follower."""
    rows = FollowRequest._base_manager.filter(follower=follower, followed=followed)
    return Q(Exists(rows), kind=REQUEST.name)


class _Cause(NamedTuple):
    """The cause of a notification, and the stored columns of the notification."""

    key: GroupKey
    pk: int | None
    is_told: bool
    is_wrong: bool
    """Whether the actor that was just added, or another one, has to be told or untold."""
    former: int | None = None
    """Snowflake of the same action, if it was taken back less than a day ago."""
    is_read: bool = True
    """Whether pk and is_told were read."""

    @property
    def stored_group(self) -> StoredGroup | None:
        return StoredGroup(self.pk, self.is_told, self.former) if self.is_read else None


def _stored_group(
    subject: dict[str, Any],
    is_told: Q,
    added: NotificationActor | None,
    former: str,
    others: QuerySet[NotificationActor] | None = None,
) -> tuple[Any, Any, Any, Any]:
    """The last columns of _Cause: read with the cause, they take no statement.

    subject: the key of the notification. former: the key of the action, where it is remembered.
    others: actors that may be wrongly told, too.
    """
    stored = Notification._base_manager.filter(**subject).values("pk")[:1]
    is_wrong: Any = Value(value=False)
    vendor = connections[router.db_for_write(Notification)].vendor
    if added is not None and vendor == "mysql":  # pragma: no cover - MariaDB's and MySQL's
        # MariaDB 10.11 finds a row in this EXISTS where there is none, if profiles have UUID keys.
        # So update_told() asks by itself.
        is_wrong = Value(value=True)
    elif added is not None:
        checked = [NotificationActor._base_manager.filter(pk=added.pk), others]
        wrong = [notification_groups.wrongly_told(rows) for rows in checked if rows is not None]
        is_any_wrong = Q(*map(Exists, wrong), _connector=Q.OR)
        is_wrong = Case(When(is_any_wrong, then=True), default=False)
    may_tell = Case(When(is_told, then=True), default=False)
    return Subquery(stored), may_tell, is_wrong, removed_notification.newest_of(former)


def _update_actor(
    find_cause: Callable[[NotificationActor | None], _Cause | None],
    causes: QuerySet[Any],
    actor: Any,
    rows: QuerySet[NotificationActor],
) -> bool:
    """Add actor to the group of the cause that find_cause returns, or remove rows without one.

    What was added is compared with what is true afterwards: the cause, and whether the recipient
    may be told. Whoever has changed one of them since then has not found the new row. Rows are
    removed only if there is none of causes: see remove_actors().

    Return False if something else may be wrong of what find_cause looks at.
    """
    cause = find_cause(None)
    while cause is not None:
        added = notification_groups.insert_actor(cause.key, actor, cause.stored_group)
        if added is None:
            return False  # whoever changes the cause at this moment runs this task too
        written, cause = cause, find_cause(added)
        if cause and cause.is_wrong:
            told = NotificationActor._base_manager.filter(pk=added.pk)
            notification_groups.update_told(told)
        if cause and cause.key == written.key:
            return not cause.is_wrong
    notification_groups.remove_actors(rows, unless=Q(Exists(causes)))
    return False


def _to_key(profile: Any) -> Any:
    """Return the primary key of a profile from a task's argument, which is JSON."""
    return get_profile_model()._meta.pk.to_python(profile)

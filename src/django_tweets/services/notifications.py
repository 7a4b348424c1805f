"""Notifications of what members do.

A service calls one of the notify_of_… functions, which enqueue a task on commit. The task reads
whether the cause of the notification exists, adds or removes the actor, and reads again. So it may
run late, twice, or at the same time as the task of the opposite action: in the end, notifications
agree with the tables of likes, follows and tweets.

A kind of a host has its cause in the host's tables: see notify() and unnotify().
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import F
from django.utils import timezone

from .. import notification_kinds, signals, snowflake
from ..models import (
    Follow,
    FollowRequest,
    Like,
    Notification,
    NotificationActor,
    NotificationPreference,
    counters,
    visibility,
)
from ..models.databases import write_database
from ..models.entities import mentioned_keys
from ..models.notification import GroupKey, day_number
from ..models.notification_preference import profile_wants
from ..notification_kinds import ACCEPTED, LIKE, MENTION, QUOTE, REPLY, REQUEST, RETWEET
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import enqueue_on_commit
from . import notification_groups, tasks
from .databases import for_write
from .signal_sending import send_on_commit
from .suspension import is_active_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from ..models import AbstractProfile, AbstractTweet
    from ..notification_kinds import NotificationKind

_is_disabled = ContextVar("django_tweets_notifications_are_disabled", default=False)

TWEET_KINDS = [MENTION.name, REPLY.name, QUOTE.name]
"""Kinds of which a tweet itself is the cause."""


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
    """Undo notify(), also of an earlier day; return whether there was something to undo."""
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
    """Notify one of the two that follow was created or deleted.

    kind: FOLLOW or REQUEST, which the followed profile is notified of, or ACCEPTED, the follower.
    """
    keys = (follow.follower_id, follow.followed_id)
    _enqueue(tasks.update_follow_notification, kind.name, *keys, using=write_database(follow))


def notify_of_tweet(tweet: AbstractTweet, before: list[dict[str, Any]] | None = None) -> None:
    """Notify the profiles that tweet replies to, quotes or mentions.

    before: the entities that it had before it was edited.
    """
    addressed = {tweet.in_reply_to_profile_id, *mentioned_keys(tweet.entities)} - {None}
    is_for_nobody = tweet.quote_of_id is None and not addressed - {tweet.profile_id}
    if not is_for_nobody or (before and mentioned_keys(before)):
        _enqueue(tasks.update_tweet_notifications, tweet.pk, using=write_database(tweet))


def update_told_later(recipient: Any, actor: Any, *, using: str | None = None) -> None:
    """Update whether recipient is told of what actor has done, in a task. They are keys.

    For a change of what recipient may see of actor: a block, a mute, a follow.
    """
    enqueue_on_commit(tasks.update_told_actor, recipient, actor, using=using)


def update_told_actor(recipient: Any, actor: Any) -> None:
    """Tell recipient of what actor has done, or don't, as it is allowed now."""
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
    recipients = causes.exclude(**{author: actor}).values_list(author, flat=True)

    def find_group() -> GroupKey | None:
        return next((GroupKey(key, kind, tweet) for key in recipients.all()), None)

    rows = {"notification__tweet": tweet, "notification__kind": kind, "actor": actor}
    _update_actor(find_group, actor, NotificationActor._base_manager.filter(**rows))


def update_follow_notification(kind: str, follower: Any, followed: Any) -> None:
    """Add or remove the notification of a follow or request, by whether it exists now."""
    follower, followed = _to_key(follower), _to_key(followed)
    is_accepted = kind == ACCEPTED.name
    actor, recipient = (followed, follower) if is_accepted else (follower, followed)
    source = FollowRequest if kind == REQUEST.name else Follow
    column = "follower" if is_accepted else "followed"
    causes = for_write(source._base_manager.all()).filter(
        profile_wants(kind, column), follower=follower, followed=followed
    )
    times = causes.values_list("created_at", flat=True)

    def find_group() -> GroupKey | None:
        return next((GroupKey(recipient, kind, day_number(at)) for at in times.all()), None)

    rows = {"notification__recipient": recipient, "notification__kind": kind, "actor": actor}
    _update_actor(find_group, actor, NotificationActor._base_manager.filter(**rows))


def _update_actor(
    find_group: Callable[[], GroupKey | None], actor: Any, rows: QuerySet[NotificationActor]
) -> None:
    """Add actor to the group that find_group returns, or remove rows if it returns None."""
    group = find_group()
    while True:
        has_changed = (
            notification_groups.remove_actors(rows.all())
            if group is None
            else notification_groups.add_actor(group, actor)
        )
        if not has_changed:
            return  # whoever changes the cause at this moment runs this task too
        written, group = group, find_group()
        if group == written:
            return


def update_tweet_notifications(tweet: int) -> None:
    """Add and remove notifications of tweet, by whom it replies to, quotes and mentions now.

    There is no need to read again: the tweet's row is locked, so edits and deletions wait. Whether
    the recipients may be told depends on other rows too, and is read again.
    """
    using = router.db_for_write(Notification)
    existing = Notification._base_manager.using(using).filter(tweet=tweet, kind__in=TWEET_KINDS)
    with transaction.atomic(using=using):
        author, kinds = _find_recipients(tweet, using)
        made = [
            Notification(**GroupKey(recipient, kind, tweet).get_fields(), count=1, newest=_now())
            for recipient, kind in kinds.items()
        ]
        if made:
            Notification._base_manager.using(using).bulk_create(made, ignore_conflicts=True)
        fresh = {row.newest for row in made}
        actors, stale, untold = [], [], []
        is_told = visibility.tellable_notifications("tweet__profile__")
        row: Any
        for row in existing.annotate(is_told=is_told):
            if row.newest in fresh:
                newest = row.newest if row.is_told else -row.newest
                actors.append(NotificationActor(notification=row, actor_id=author, newest=newest))
                if not row.is_told:
                    untold.append(row.pk)
            elif kinds.get(row.recipient_id) != row.kind:
                stale.append(row.pk)
        if actors:
            NotificationActor._base_manager.using(using).bulk_create(actors)
        if untold:
            existing.filter(pk__in=untold).update(newest=-F("newest"), count=0)
        if stale:
            notification_groups.remove_notifications(existing.filter(pk__in=stale))
        _send_notified(actors)
    kept = NotificationActor._base_manager.filter(notification__tweet=tweet, actor=author)
    notification_groups.update_told(kept.filter(notification__kind__in=TWEET_KINDS))


def _send_notified(actors: list[NotificationActor]) -> None:
    for actor in actors:
        if actor.newest > 0:
            send_on_commit(signals.notified, actor, notification_actor=actor)


def _find_recipients(tweet: int, using: str) -> tuple[Any, dict[Any, str]]:
    """Lock tweet. Return its author, and the kind of notification for each recipient.

    Each recipient gets one: a reply comes before a quote, and a quote before a mention.
    """
    tweets = get_tweet_model()._base_manager.using(using).filter(pk=tweet)
    # Locked by a write: SQLite doesn't let a transaction write after it has only read.
    counters.increment(get_tweet_model(), "reply_count", {tweet: 0}, using=using)
    fields = ("profile_id", "in_reply_to_profile_id", "quote_of__profile_id", "entities")
    for author, replied, quoted, entities in tweets.values_list(*fields):
        kinds: dict[Any, str] = dict.fromkeys(mentioned_keys(entities), MENTION.name)
        kinds |= {quoted: QUOTE.name, replied: REPLY.name}
        for nobody in (None, author):
            kinds.pop(nobody, None)
        return author, _only_wanted(kinds, using) if kinds else {}
    return None, {}


def _only_wanted(kinds: dict[Any, str], using: str) -> dict[Any, str]:
    """Return those of kinds, by recipient, that the recipient wants. One query."""
    rows = NotificationPreference._base_manager.using(using).filter(profile__in=kinds)
    stored = {
        (profile, kind): is_wanted
        for profile, kind, is_wanted in rows.values_list("profile_id", "kind", "is_wanted")
    }
    wanted = {}
    for recipient, name in kinds.items():
        kind = notification_kinds.get_kind(name)
        if kind and kind.is_wanted(stored.get((recipient, name))):
            wanted[recipient] = name
    return wanted


def _now() -> int:
    return snowflake.make_id(timezone.now())


def _to_key(profile: Any) -> Any:
    """Return the primary key of a profile from a task's argument, which is JSON."""
    return get_profile_model()._meta.pk.to_python(profile)

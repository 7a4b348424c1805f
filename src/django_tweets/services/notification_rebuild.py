"""Create the notifications of past actions, for sites that had none yet, and after an import."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import router, transaction
from django.db.models import F

from .. import snowflake
from ..models import (
    Follow,
    FollowRequest,
    Like,
    Mention,
    Notification,
    NotificationActor,
    NotificationSettings,
    counters,
    tellable,
)
from ..models.notification import GroupKey, day_number
from ..notification_kinds import (
    ACCEPTED,
    FOLLOW,
    LIKE,
    MENTION,
    QUOTE,
    REPLY,
    REQUEST,
    RETWEET,
    NotificationKind,
    get_kind,
)
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model
from . import notification_groups
from .retries import retry_deadlocks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from ..models import AbstractProfile

BATCH = 500  # rows that are written at a time


class Action(NamedTuple):
    """Something that a profile has done, of which another profile is notified."""

    key: GroupKey
    actor: Any
    """Key of the profile."""
    at: int
    """Snowflake of its time."""


@reads_from_write_database()
def rebuild_notifications(
    profiles: Collection[AbstractProfile], *, since: datetime, read: datetime | None = None
) -> int:
    """Create the notifications of profiles for actions of others since a time.

    Return the number of these notifications, whether they are new or not: existing ones stay, and
    are recounted. Those until read are marked as read. It takes a constant number of queries, whose
    size grows with profiles: a hundred at most is best. Kinds of a host are left out.
    """
    keys = [profile.pk for profile in profiles]
    found: defaultdict[GroupKey, dict[Any, int]] = defaultdict(dict)
    for key, actor, at in find_actions(keys, since):
        found[key].setdefault(actor, at)
    using = router.db_for_write(Notification)
    retry_deadlocks(lambda: _write_notifications(found, keys, read, using=using), using=using)
    return len(found)


def _write_notifications(
    found: dict[GroupKey, dict[Any, int]], keys: list[Any], read: datetime | None, *, using: str
) -> None:
    """Store what was found for the profiles with these keys, in one transaction."""
    with transaction.atomic(using=using):
        stored = _create_notifications(found, keys, using=using)
        # First, as services do: an insert shares the row of its notification with other inserts,
        # and on MariaDB two of them would wait for each other in recount().
        ordered = sorted(stored.values())
        for start in range(0, len(ordered), BATCH):
            counters.lock(Notification, ordered[start : start + BATCH], using=using)
        actors = [
            NotificationActor(notification_id=stored[key], actor_id=actor, newest=at)
            for key, times in found.items()
            for actor, at in times.items()
        ]
        rows = NotificationActor._base_manager.using(using)
        rows.bulk_create(actors, ignore_conflicts=True, batch_size=BATCH)
        untold = rows.filter(
            ~tellable.tellable_notifications("actor__", "notification__"),
            notification__in=stored.values(),
            newest__gt=0,
        )
        untold.update(newest=-F("newest"))
        notification_groups.recount(stored.values())
        if read is not None:
            _mark_read(keys, snowflake.first_id(read), using=using)


def _create_notifications(
    found: dict[GroupKey, dict[Any, int]], recipients: list[Any], *, using: str
) -> dict[GroupKey, int]:
    """Create the notifications that are missing. Return the primary keys of all that were found."""
    rows = Notification._base_manager.using(using)
    made = [
        Notification(**key.get_fields(), newest=max(times.values())) for key, times in found.items()
    ]
    rows.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    stored = rows.filter(recipient__in=recipients).values_list("pk", *GroupKey._fields)
    primary_keys = {GroupKey(*fields): pk for pk, *fields in stored}
    return {key: primary_keys[key] for key in found}


def _mark_read(keys: list[Any], until: int, *, using: str) -> None:
    rows = NotificationSettings._base_manager.using(using)
    rows.bulk_create([NotificationSettings(pk=key) for key in keys], ignore_conflicts=True)
    rows.filter(pk__in=keys, read_until__lt=until).update(read_until=until)


def find_actions(recipients: list[Any], since: datetime) -> Iterator[Action]:
    """Yield the actions since a time of which the profiles with these keys are notified."""
    actions = [
        *_find_reactions(recipients, since),
        *_find_tweets(recipients, snowflake.first_id(since)),
    ]
    actions += _find_follows(recipients, since)
    # A site may have unregistered a kind of ours.
    return (action for action in actions if get_kind(action.key.kind))


def _find_reactions(recipients: list[Any], since: datetime) -> Iterator[Action]:
    sources: list[tuple[NotificationKind, Any, str]] = [
        (LIKE, Like, "tweet"),
        (RETWEET, get_tweet_model(), "retweet_of"),
    ]
    for kind, model, path in sources:
        rows = model._base_manager.filter(
            **{f"{path}__profile__in": recipients}, created_at__gte=since
        ).exclude(profile=F(f"{path}__profile"))
        columns = (f"{path}__profile_id", f"{path}_id", "profile_id", "created_at")
        for recipient, tweet, actor, at in rows.values_list(*columns):
            yield Action(GroupKey(recipient, kind.name, tweet), actor, snowflake.make_id(at))


def _find_tweets(recipients: list[Any], since: int) -> Iterator[Action]:
    """Yield replies, quotes and mentions. A reply comes before a quote, a quote before a mention.

    The same order is in tweet_notifications.KINDS. since: a Snowflake.
    """
    tweets = get_tweet_model()._base_manager.filter(pk__gte=since)
    mentions = Mention._base_manager.filter(profile__in=recipients, tweet__gte=since)
    sources: list[tuple[NotificationKind, Iterable[tuple[Any, int, Any]]]] = [
        (REPLY, _tweets_to(tweets, "in_reply_to", recipients)),
        (QUOTE, _tweets_to(tweets, "quote_of", recipients)),
        (MENTION, mentions.values_list("profile_id", "tweet_id", "tweet__profile_id")),
    ]
    seen = set()
    for kind, rows in sources:
        for recipient, tweet, actor in rows:
            if (recipient, tweet) not in seen and actor not in (recipient, None):
                seen.add((recipient, tweet))
                yield Action(GroupKey(recipient, kind.name, tweet), actor, tweet)


def _tweets_to(tweets: Any, path: str, recipients: list[Any]) -> Any:
    answers = tweets.filter(**{f"{path}__profile__in": recipients})
    return answers.values_list(f"{path}__profile_id", "pk", "profile_id")


def _find_follows(recipients: list[Any], since: datetime) -> Iterator[Action]:
    """Yield follows and requests.

    A follow does not store whether it was requested: here, every follow of a protected profile was.
    """
    follows = Follow._base_manager.filter(created_at__gte=since)
    requests = FollowRequest._base_manager.filter(created_at__gte=since, followed__in=recipients)
    sources: list[tuple[NotificationKind, Any, tuple[str, str]]] = [
        (
            FOLLOW,
            follows.filter(followed__in=recipients, followed__is_protected=False),
            ("followed_id", "follower_id"),
        ),
        (
            ACCEPTED,
            follows.filter(follower__in=recipients, followed__is_protected=True),
            ("follower_id", "followed_id"),
        ),
        (REQUEST, requests, ("followed_id", "follower_id")),
    ]
    for kind, rows, columns in sources:
        for recipient, actor, at in rows.values_list(*columns, "created_at"):
            yield Action(
                GroupKey(recipient, kind.name, day_number(at)), actor, snowflake.make_id(at)
            )

"""Notifications of what was done before there were any, or was done quietly."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

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
)
from ..models.notification import Group, NotificationKind, day_of
from ..swapping import get_tweet_model
from . import notification_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from ..models import AbstractProfile

    Done = tuple[Group, Any, int]
    """Who did it, and when."""

BATCH = 500  # rows that are written at a time


def rebuild_notifications(
    profiles: Collection[AbstractProfile], *, since: datetime, read: datetime | None = None
) -> int:
    """Make the notifications that profiles would have of what others have done since that moment.

    What was until read counts as read. Return how many notifications there are of it. Those that
    are there already stay, and count right. A few queries for all of profiles, which had better be
    no more than a hundred.
    """
    keys = [profile.pk for profile in profiles]
    found: defaultdict[Group, dict[Any, int]] = defaultdict(dict)
    for group, actor, newest in _done(keys, since):
        found[group].setdefault(actor, newest)
    using = router.db_for_write(Notification)
    with transaction.atomic(using=using):
        there = _groups(found, keys, using=using)
        people = [
            NotificationActor(notification_id=there[group], actor_id=actor, newest=newest)
            for group, actors in found.items()
            for actor, newest in actors.items()
        ]
        rows = NotificationActor._base_manager.using(using)
        rows.bulk_create(people, ignore_conflicts=True, batch_size=BATCH)
        notification_groups.recount(there.values())
        if read is not None:
            _mark_read(keys, snowflake.first(read), using=using)
    return len(found)


def _groups(found: dict[Group, dict[Any, int]], keys: list[Any], *, using: str) -> dict[Group, int]:
    """The notification of each group that was found, by its key."""
    rows = Notification._base_manager.using(using)
    made = [
        Notification(**group.fields, newest=max(actors.values())) for group, actors in found.items()
    ]
    rows.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    stored = rows.filter(recipient__in=keys).values_list("pk", *Group._fields)
    there = {Group(*fields): pk for pk, *fields in stored}
    return {group: there[group] for group in found}


def _mark_read(keys: list[Any], until: int, *, using: str) -> None:
    rows = NotificationSettings._base_manager.using(using)
    rows.bulk_create([NotificationSettings(pk=key) for key in keys], ignore_conflicts=True)
    rows.filter(pk__in=keys, read_until__lt=until).update(read_until=until)


def _done(keys: list[Any], since: datetime) -> Iterator[Done]:
    """All that others have done to those of keys."""
    yield from _reactions(keys, since)
    yield from _words(keys, snowflake.first(since))
    yield from _follows(keys, since)


def _reactions(keys: list[Any], since: datetime) -> Iterator[Done]:
    sources: list[tuple[NotificationKind, Any, str]] = [
        (NotificationKind.LIKE, Like, "tweet"),
        (NotificationKind.RETWEET, get_tweet_model(), "retweet_of"),
    ]
    for kind, model, path in sources:
        rows = model._base_manager.filter(
            **{f"{path}__profile__in": keys}, created_at__gte=since
        ).exclude(profile=F(f"{path}__profile"))
        columns = (f"{path}__profile_id", f"{path}_id", "profile_id", "created_at")
        for recipient, tweet, actor, at in rows.values_list(*columns):
            yield Group(recipient, kind, tweet), actor, snowflake.make(at)


def _words(keys: list[Any], since: int) -> Iterator[Done]:
    """As services.notifications tells it: an answer before a quote, a quote before a mention."""
    tweets = get_tweet_model()._base_manager.filter(pk__gte=since)
    mentions = Mention._base_manager.filter(profile__in=keys, tweet__gte=since)
    kinds = [
        (NotificationKind.REPLY, _said_to(tweets, "in_reply_to", keys)),
        (NotificationKind.QUOTE, _said_to(tweets, "quote_of", keys)),
        (
            NotificationKind.MENTION,
            mentions.values_list("profile_id", "tweet_id", "tweet__profile_id"),
        ),
    ]
    told = set()
    for kind, rows in kinds:
        for recipient, tweet, actor in rows:
            if (recipient, tweet) not in told and actor not in (recipient, None):
                told.add((recipient, tweet))
                yield Group(recipient, kind, tweet), actor, tweet


def _said_to(tweets: Any, path: str, keys: list[Any]) -> Any:
    answers = tweets.filter(**{f"{path}__profile__in": keys})
    return answers.values_list(f"{path}__profile_id", "pk", "profile_id")


def _follows(keys: list[Any], since: datetime) -> Iterator[Done]:
    """Rows don't say which follow was asked for: here, each of somebody who is protected."""
    follows = Follow._base_manager.filter(created_at__gte=since)
    asked = FollowRequest._base_manager.filter(created_at__gte=since, followed__in=keys)
    kinds: list[tuple[NotificationKind, Any, tuple[str, str]]] = [
        (
            NotificationKind.FOLLOW,
            follows.filter(followed__in=keys, followed__is_protected=False),
            ("followed_id", "follower_id"),
        ),
        (
            NotificationKind.ACCEPTED,
            follows.filter(follower__in=keys, followed__is_protected=True),
            ("follower_id", "followed_id"),
        ),
        (NotificationKind.REQUEST, asked, ("followed_id", "follower_id")),
    ]
    for kind, rows, columns in kinds:
        for recipient, actor, at in rows.values_list(*columns, "created_at"):
            yield Group(recipient, kind, day_of(at)), actor, snowflake.make(at)

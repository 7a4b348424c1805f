"""Set right what raw SQL, a bulk import or a lost task has left wrong.

Each batch is a transaction that holds its rows, so that it can be done while people write, be
stopped, and be done again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Count, Exists, OuterRef, Q

from ..models import (
    Bookmark,
    Follow,
    Hashtag,
    HashtagFollow,
    Like,
    Mention,
    Notification,
    NotificationActor,
    SearchEntry,
    TweetHashtag,
    TweetRevision,
    counters,
)
from ..swapping import get_profile_model, get_tweet_model
from . import deletion, notification_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model, QuerySet


def recount(*, batch_size: int, dry_run: bool = False) -> Iterator[tuple[type[Model], str, int]]:
    """Compare each counter with its rows and repair it: models, counters, how many were wrong."""
    profiles, tweets = get_profile_model(), get_tweet_model()
    counted: list[tuple[type[Model], dict[str, tuple[type[Model], str]]]] = [
        (
            profiles,
            {
                "tweet_count": (tweets, "profile_id"),
                "follower_count": (Follow, "followed_id"),
                "following_count": (Follow, "follower_id"),
            },
        ),
        (
            tweets,
            {
                **{counter: (tweets, column) for column, counter in counters.REFERENCES.items()},
                "like_count": (Like, "tweet_id"),
            },
        ),
        (
            Hashtag,
            {
                "tweet_count": (TweetHashtag, "hashtag_id"),
                "follower_count": (HashtagFollow, "hashtag_id"),
            },
        ),
        (Notification, {"count": (NotificationActor, "notification_id")}),
    ]
    for model, sources in counted:
        wrong: Counter[str] = Counter()
        for keys in _batches(model, batch_size):
            wrong.update(_recount(model, keys, sources, dry_run=dry_run))
        for counter in sources:
            yield model, counter, wrong[counter]


def _recount(
    model: type[Model],
    keys: list[Any],
    sources: dict[str, tuple[type[Model], str]],
    *,
    dry_run: bool,
) -> list[str]:
    """The counters of the rows of keys that were wrong, once for each row."""
    using = router.db_for_write(model)
    wrong: list[str] = []
    with transaction.atomic(using=using):
        # Who writes a row that is counted holds its count until it is there: see counters.py.
        counters.lock(model, keys, using=using)
        rows = model._base_manager.using(using).in_bulk(keys)
        repaired = set()
        for counter, (source, column) in sources.items():
            there = source._base_manager.using(using).filter(**{f"{column}__in": keys})
            if source is TweetHashtag:
                there = there.filter(is_counted=True)
            counts = there.values(column).order_by().annotate(count=Count("pk"))
            really = dict(counts.values_list(column, "count"))
            for key, row in rows.items():
                if getattr(row, counter) != really.get(key, 0):
                    setattr(row, counter, really.get(key, 0))
                    repaired.add(key)
                    wrong.append(counter)
        if repaired and not dry_run:
            changed = [rows[key] for key in sorted(repaired)]
            model._base_manager.using(using).bulk_update(changed, [*sources])
    return wrong


def remove_orphans(*, batch_size: int, dry_run: bool = False) -> Iterator[tuple[type[Model], int]]:
    """Remove what hangs on a tweet or a profile that has gone: models, and how many rows."""
    profiles, tweets = get_profile_model(), get_tweet_model()
    pointing: list[tuple[type[Model], dict[str, type[Model]], Callable[[QuerySet[Any]], None]]] = [
        (tweets, {"retweet_of_id": tweets}, deletion.delete_tweets),
        (Like, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete_likes),
        (Bookmark, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete),
        (Mention, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete),
        (TweetRevision, {"tweet_id": tweets}, deletion.delete),
        (TweetHashtag, {"tweet_id": tweets}, deletion.delete_hashtags),
        (HashtagFollow, {"profile_id": profiles}, deletion.delete_hashtags),
        (Notification, {"tweet_id": tweets, "recipient_id": profiles}, notification_groups.remove),
        (
            NotificationActor,
            {"notification_id": Notification, "actor_id": profiles},
            notification_groups.leave_all,
        ),
        (SearchEntry, {"tweet_id": tweets}, deletion.delete),
    ]
    for model, targets, delete in pointing:
        found = 0
        for keys in _batches(model, batch_size):
            gone = Q()
            for column, target in targets.items():
                there = target._base_manager.filter(pk=OuterRef(column))
                gone |= ~Q(Exists(there)) & Q(**{f"{column}__isnull": False})
            rows = model._base_manager.filter(gone, pk__in=keys)
            orphans = list(rows.values_list("pk", flat=True))
            found += len(orphans)
            if orphans and not dry_run:
                delete(model._base_manager.filter(pk__in=orphans))
        yield model, found


def _batches(model: type[Model], size: int) -> Iterator[list[Any]]:
    """The keys of all rows, so many at a time, in their order."""
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    keys = list(rows[:size])
    while keys:
        yield keys
        keys = list(rows.filter(pk__gt=keys[-1])[:size])

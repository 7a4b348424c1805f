"""Repairs after raw SQL, bulk imports and lost tasks: counters, and rows whose target is gone.

Each batch is a transaction that locks its rows, so this can run while people write, be stopped,
and be run again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Count, Exists, OuterRef, Q

from ..models import (
    Attachment,
    Bookmark,
    Follow,
    FormKey,
    Hashtag,
    HashtagFollow,
    Like,
    LinkPreview,
    LookalikeHandle,
    Mention,
    Notification,
    NotificationActor,
    SearchEntry,
    TweetHashtag,
    TweetLinkPreview,
    TweetRevision,
    TweetViewCount,
    counters,
)
from ..models.visibility import OPEN_VISIBILITIES
from ..swapping import get_profile_model, get_tweet_model
from . import (
    attachments,
    counted_tweets,
    deletion,
    hashtag_counts,
    link_previews,
    notification_groups,
)
from .batches import key_batches
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model, QuerySet

    Sources = dict[str, tuple[type[Model], str]]
    """By counter, the model whose rows it counts, and their column that points at the counter."""


def recount(*, batch_size: int, dry_run: bool = False) -> Iterator[tuple[type[Model], str, int]]:
    """Compare each counter with its rows and repair it.

    Yield for each counter the model, its name, and how many rows of it were wrong.
    """
    profiles, tweets = get_profile_model(), get_tweet_model()
    counted: list[tuple[type[Model], Sources]] = [
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
                "attachment_count": (Attachment, "tweet_id"),
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
    miscounted = 0
    for keys in key_batches(tweets._base_manager.all(), size=batch_size):
        wrong_rows = counted_tweets.miscounted_tweets().filter(pk__in=keys)
        authors = list(for_write(wrong_rows).values_list("profile_id", flat=True))
        miscounted += len(authors)
        for author in set() if dry_run else set(authors):
            counted_tweets.count_tweets_of(author)
    yield tweets, "is_counted", miscounted
    found = hashtag_counts.correct_counted(batch_size=batch_size, dry_run=dry_run)
    yield TweetHashtag, "is_counted", found
    told = 0
    for keys in key_batches(NotificationActor._base_manager.all(), size=batch_size):
        actors = NotificationActor._base_manager.filter(pk__in=keys)
        if dry_run:
            told += for_write(notification_groups.wrongly_told(actors)).count()
        else:
            told += notification_groups.update_told(actors)
    yield NotificationActor, "newest", told
    for model, sources in counted:
        wrong: Counter[str] = Counter()
        for keys in key_batches(model._base_manager.all(), size=batch_size):
            wrong.update(_recount_batch(model, keys, sources, dry_run=dry_run))
        for counter in sources:
            yield model, counter, wrong[counter]
    yield Hashtag, "name", hashtag_counts.correct_names(batch_size=batch_size, dry_run=dry_run)


def _recount_batch(
    model: type[Model], keys: list[Any], sources: Sources, *, dry_run: bool
) -> list[str]:
    """Repair the counters of the rows with these keys; return the names of those that were wrong.

    A name is returned once for each row.
    """
    using = router.db_for_write(model)
    wrong: list[str] = []
    tweets = get_tweet_model()
    with transaction.atomic(using=using):
        # Whoever writes a counted row locks its counter until the row is there: see counters.py.
        counters.lock(model, keys, using=using)
        rows = model._base_manager.using(using).in_bulk(keys)
        repaired = set()
        for counter, (source, column) in sources.items():
            counted = source._base_manager.using(using).filter(**{f"{column}__in": keys})
            if source is TweetHashtag or (source is tweets and counter != "tweet_count"):
                counted = counted.filter(is_counted=True)
            elif source is tweets:
                counted = counted.filter(visibility__in=OPEN_VISIBILITIES)
            elif source is Attachment:
                counted = counted.filter(position__isnull=False)
            elif source is NotificationActor:
                counted = counted.filter(newest__gt=0)
            groups = counted.values(column).order_by().annotate(count=Count("pk"))
            counts = dict(groups.values_list(column, "count"))
            for key, row in rows.items():
                if source is Attachment and key not in counts and not vars(row)["content"]:
                    continue  # it would say nothing, which a constraint forbids
                if getattr(row, counter) != counts.get(key, 0):
                    setattr(row, counter, counts.get(key, 0))
                    repaired.add(key)
                    wrong.append(counter)
        if repaired and not dry_run:
            changed = [rows[key] for key in sorted(repaired)]
            model._base_manager.using(using).bulk_update(changed, [*sources])
    return wrong


def remove_orphans(*, batch_size: int, dry_run: bool = False) -> Iterator[tuple[type[Model], int]]:
    """Delete rows that point at a tweet or profile that no longer exists.

    Yield for each model how many such rows there were.
    """
    profiles, tweets = get_profile_model(), get_tweet_model()
    pointing: list[tuple[type[Model], dict[str, type[Model]], Callable[[QuerySet[Any]], Any]]] = [
        (tweets, {"retweet_of_id": tweets}, deletion.delete_tweets),
        (Like, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete_likes),
        (Bookmark, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete_uncounted),
        (Mention, {"tweet_id": tweets, "profile_id": profiles}, deletion.delete_uncounted),
        (TweetRevision, {"tweet_id": tweets}, deletion.delete_uncounted),
        (FormKey, {"tweet_id": tweets}, deletion.delete_uncounted),
        (TweetViewCount, {"tweet_id": tweets}, deletion.delete_uncounted),
        (
            LookalikeHandle,
            {"profile_id": profiles, "resembles_id": profiles},
            deletion.delete_uncounted,
        ),
        (Attachment, {"tweet_id": tweets, "owner_id": profiles}, attachments.delete_attachments),
        (TweetHashtag, {"tweet_id": tweets}, deletion.delete_hashtag_uses),
        (HashtagFollow, {"profile_id": profiles}, deletion.delete_hashtag_follows),
        (
            Notification,
            {"tweet_id": tweets, "recipient_id": profiles},
            notification_groups.remove_notifications,
        ),
        (
            NotificationActor,
            {"notification_id": Notification, "actor_id": profiles},
            notification_groups.remove_many_actors,
        ),
        (SearchEntry, {"tweet_id": tweets}, deletion.delete_uncounted),
        (
            TweetLinkPreview,
            {"tweet_id": tweets, "preview_id": LinkPreview},
            link_previews.delete_uses,
        ),
    ]
    for model, targets, delete in pointing:
        found = 0
        is_orphaned = Q()
        for column, target in targets.items():
            exists = Exists(target._base_manager.filter(pk=OuterRef(column)))
            is_orphaned |= ~Q(exists) & Q(**{f"{column}__isnull": False})
        for keys in key_batches(model._base_manager.all(), size=batch_size):
            rows = for_write(model._base_manager.filter(is_orphaned, pk__in=keys))
            orphans = list(rows.values_list("pk", flat=True))
            found += len(orphans)
            if orphans and not dry_run:
                delete(model._base_manager.filter(pk__in=orphans))
        yield model, found
    unused = link_previews.remove_all_unused_previews(batch_size=batch_size, dry_run=dry_run)
    yield LinkPreview, unused
    yield Hashtag, hashtag_counts.delete_unused(batch_size=batch_size, dry_run=dry_run)

"""Delete the rows that refer to a tweet or a profile, in batches of bounded size.

services.delete() deletes the tweet itself, and services.delete_profile() hides the profile: from
then on nothing that refers to either can be read. The rest is deleted here in batches, each with
its counters in one transaction, so it is safe to stop and to run again.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Q

from ..models import (
    Attachment,
    Bookmark,
    Follow,
    FormerHandle,
    FormKey,
    Hashtag,
    HashtagFollow,
    Like,
    LookalikeHandle,
    Mention,
    ModerationCase,
    Notification,
    NotificationActor,
    Report,
    TweetHashtag,
    TweetLinkPreview,
    TweetRevision,
    TweetViewCount,
    WithheldTweet,
    counters,
    hashtag_uses,
    tweet_deletion,
)
from ..models.handles import PURGED_PREFIX
from ..swapping import get_profile_model, get_tweet_model
from . import (
    attachments,
    batches,
    data_exports,
    former_handles,
    link_previews,
    moderation,
    notification_groups,
)
from .batches import key_batches, value_batches
from .databases import for_write
from .retries import retry_deadlocks, retry_in_savepoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet


def purge_tweet(tweet_id: int) -> None:
    """Delete the rows that refer to a deleted tweet: retweets, likes, bookmarks and so on.

    Do nothing while the tweet exists: then the transaction that deleted it was rolled back.
    """
    if not for_write(get_tweet_model()._base_manager.filter(pk=tweet_id)).exists():
        purge_tweets([tweet_id])


def purge_tweets(keys: list[int]) -> None:
    """Delete the rows that refer to the deleted tweets with these keys."""
    delete_tweets(get_tweet_model()._base_manager.filter(retweet_of__in=keys))
    uncounted = (Like, Bookmark, Mention, TweetRevision, FormKey, WithheldTweet, TweetViewCount)
    for model in uncounted:
        delete_uncounted(model._base_manager.filter(tweet__in=keys))
    attachments.delete_attachments(Attachment._base_manager.filter(tweet__in=keys))
    link_previews.delete_uses(TweetLinkPreview._base_manager.filter(tweet__in=keys))
    delete_hashtag_uses(TweetHashtag._base_manager.filter(tweet__in=keys))
    notification_groups.remove_notifications(Notification._base_manager.filter(tweet__in=keys))


def purge_profile(profile_id: int | str) -> None:
    """Delete a profile that services.delete_profile() has hidden, with everything it owns.

    Not in its grace period: then it still has its handle.
    """
    for profile in for_write(unpurged_profiles().filter(pk=profile_id)):
        delete_owned_rows(profile.pk)
        profile.delete()
    former_handles.forget_expired()


def unpurged_profiles() -> QuerySet[Any]:
    """Return the profiles that are deleted for good and still have rows."""
    deleted = get_profile_model()._base_manager.filter(deleted_at__isnull=False)
    return deleted.filter(handle__startswith=PURGED_PREFIX)


def purge_profile_at_once(profile_id: Any, *, using: str) -> None:
    """Delete everything that a profile owns, in the transaction that deletes the profile.

    First lock every row that will be written, in the order of every transaction: profiles, tweets,
    then notifications, each by their keys. So this waits for other writers, or they wait for it,
    but no two wait for each other. One gap remains: a row that is added between the read and the
    lock is not locked, and the database may then abort one of the two transactions, with nothing
    written. On PostgreSQL all of this is then done again; on MariaDB and MySQL the caller gets the
    error, unless the other transaction has written less. services.delete_profile() has no such gap.
    Nobody locks a profile that a tweet mentions: a mention that is committed after the deletion
    stays, where nothing reads it, until `recount` deletes it.
    """
    retry_in_savepoint(partial(_lock_and_purge, profile_id, using=using), using=using)


def _lock_and_purge(profile_id: Any, *, using: str) -> None:
    owned = Q(profile=profile_id)
    tweets = get_tweet_model()._base_manager.using(using)
    retweets = tweets.filter(retweet_of__profile=profile_id)
    profiles = {profile_id, *retweets.values_list("profile_id", flat=True)}
    for pair in _follows_of(profile_id).using(using).values_list("follower_id", "followed_id"):
        profiles.update(pair)
    _lock_all(get_profile_model(), profiles, using=using)
    likes = Like._base_manager.using(using).filter(owned)
    keys = set(likes.values_list("tweet_id", flat=True))
    for row in tweets.filter(owned | Q(retweet_of__profile=profile_id)).values_list(
        "pk", *counters.REFERENCES
    ):
        keys.update(key for key in row if key is not None)
    _lock_all(get_tweet_model(), keys, using=using)
    notifications: set[int] = set()
    for path in ("recipient", "tweet__profile", "actors__actor"):
        rows = Notification._base_manager.using(using).filter(**{path: profile_id})
        notifications.update(rows.values_list("pk", flat=True))
    _lock_all(Notification, notifications, using=using)
    delete_owned_rows(profile_id)


def _lock_all(model: type[Model], keys: set[Any], *, using: str) -> None:
    ordered = sorted(keys)
    # MariaDB sorts UUIDs otherwise than Python, see counters.add_follow(): all in one statement.
    in_order = all(isinstance(key, int) for key in ordered)
    size = batches.BATCH_SIZE if in_order else max(len(ordered), 1)
    for start in range(0, len(ordered), size):
        counters.lock(model, ordered[start : start + size], using=using)


def delete_owned_rows(profile_id: Any) -> None:
    """Delete the rows of a profile that counters count or that the database does not cascade to."""
    tweets = get_tweet_model()._base_manager
    for keys in key_batches(tweets.filter(profile=profile_id)):
        # First what refers to them: work that stops in between finds the tweets again.
        purge_tweets(keys)
        delete_tweets(tweets.filter(pk__in=keys))
        purge_tweets(keys)  # somebody may have liked one meanwhile
    delete_likes(Like._base_manager.filter(profile=profile_id))
    attachments.delete_attachments(Attachment._base_manager.filter(owner=profile_id))
    data_exports.delete_exports(profile_id)
    for model in (Bookmark, Mention):
        delete_uncounted(model._base_manager.filter(profile=profile_id))
    moderation.pseudonymize(profile_id)
    for_write(Report._base_manager.filter(reporter=profile_id)).update(reporter=None)
    claimed = for_write(ModerationCase._base_manager.filter(claimed_by=profile_id))
    claimed.update(claimed_by=None, claimed_at=None)
    _delete_follows(_follows_of(profile_id))
    about_profile = Q(profile=profile_id) | Q(resembles=profile_id)
    delete_uncounted(LookalikeHandle._base_manager.filter(about_profile))
    # Still held for the user, but they lead nowhere.
    for_write(FormerHandle._base_manager.filter(profile=profile_id)).update(profile=None)
    delete_hashtag_follows(HashtagFollow._base_manager.filter(profile=profile_id))
    notification_groups.remove_notifications(
        Notification._base_manager.filter(recipient=profile_id)
    )
    notification_groups.remove_many_actors(NotificationActor._base_manager.filter(actor=profile_id))


def _follows_of(profile_id: Any) -> QuerySet[Follow]:
    return Follow._base_manager.filter(Q(follower=profile_id) | Q(followed=profile_id))


def delete_tweets(tweets: QuerySet[Any]) -> None:
    """Delete tweets, counters and search entries, but not the rows that refer to the tweets."""
    using = router.db_for_write(tweets.model)
    for batch in value_batches(tweets, "profile_id"):
        delete = partial(tweet_deletion.delete_batch, batch, using=using)
        retry_deadlocks(delete, using=using)


def delete_likes(likes: QuerySet[Like]) -> None:
    """Delete likes with their counters."""

    def uncount(rows: list[Like], using: str) -> None:
        by_tweet = Counter(row.tweet_id for row in rows)
        moves = {tweet: -count for tweet, count in by_tweet.items()}
        counters.increment(get_tweet_model(), "like_count", moves, using=using)

    _delete_counted(likes, get_tweet_model(), ["tweet_id"], uncount)


def delete_hashtag_uses(rows: QuerySet[TweetHashtag]) -> None:
    """Delete rows of TweetHashtag with their counters, and hashtags that have no others."""

    def uncount(rows: list[TweetHashtag], using: str) -> None:
        hashtag_uses.remove(rows, using=using)

    _delete_counted(rows, Hashtag, ["hashtag_id"], uncount)


def delete_hashtag_follows(rows: QuerySet[HashtagFollow]) -> None:
    """Delete rows of HashtagFollow with their counters, and hashtags that are unused then."""

    def uncount(rows: list[HashtagFollow], using: str) -> None:
        hashtag_uses.remove_follows(rows, using=using)

    _delete_counted(rows, Hashtag, ["hashtag_id"], uncount)


def _delete_follows(follows: QuerySet[Follow]) -> None:
    def uncount(rows: list[Follow], using: str) -> None:
        counters.add_follows(rows, -1, using=using)

    _delete_counted(follows, get_profile_model(), ["follower_id", "followed_id"], uncount)


def _delete_counted(
    rows: QuerySet[Any],
    counted_on: type[Model],
    columns: Iterable[str],
    uncount: Callable[[list[Any], str], None],
) -> None:
    """Delete rows in batches, each with its counters in one transaction.

    Each transaction begins with a lock on the rows of counted_on that columns point at. While it is
    held nobody else adds or deletes any of rows, and uncount(rows, using) moves the counters of
    those that still exist.
    """
    using = router.db_for_write(rows.model)

    def delete(batch: list[tuple[Any, ...]]) -> None:
        with transaction.atomic(using=using):
            counters.lock(counted_on, {key for _, *keys in batch for key in keys}, using=using)
            existing = list(rows.using(using).filter(pk__in=[pk for pk, *_ in batch]))
            uncount(existing, using)
            # By their keys alone: see idempotency.delete_by_key().
            keys = [row.pk for row in existing]
            rows.model._base_manager.using(using).filter(pk__in=keys).delete()

    for batch in value_batches(rows, *columns):
        retry_deadlocks(partial(delete, batch), using=using)


def delete_uncounted(rows: QuerySet[Any]) -> None:
    """Delete rows that no counter includes, in batches."""
    for keys in key_batches(rows):
        found = for_write(rows.model._base_manager.filter(pk__in=keys))
        retry_deadlocks(found.delete, using=found.db)

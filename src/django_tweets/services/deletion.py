"""What goes with a tweet or a profile, however much of it there is.

The tweet itself goes at once, and a profile is hidden at once: nothing that hangs on either
can be read from then on. The rest follows here, a batch at a time, each batch with its counts
in a transaction of its own, so it is safe to stop and to run again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Q

from ..models import (
    Bookmark,
    Follow,
    Hashtag,
    HashtagFollow,
    Like,
    Mention,
    Notification,
    NotificationActor,
    TweetHashtag,
    TweetRevision,
    counters,
    search_entry,
)
from ..models import hashtag as hashtags
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import task
from . import notification_groups

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

BATCH = 500  # rows that are locked, counted and deleted at a time


@task
def clear_tweet(tweet: int) -> None:
    """Delete what hangs on a tweet that has gone: retweets, likes, bookmarks and the like."""
    if get_tweet_model()._base_manager.filter(pk=tweet).exists():
        return
    clear_tweets([tweet])


def clear_tweets(keys: list[int]) -> None:
    """As clear_tweet(), for many."""
    delete_tweets(get_tweet_model()._base_manager.filter(retweet_of__in=keys))
    for model in (Like, Bookmark, Mention, TweetRevision):
        delete(model._base_manager.filter(tweet__in=keys))
    delete_hashtags(TweetHashtag._base_manager.filter(tweet__in=keys))
    notification_groups.remove(Notification._base_manager.filter(tweet__in=keys))


@task
def clear_profile(profile: int | str) -> None:
    """Delete a profile that services.delete_profile() has hidden, and all that is of it."""
    for row in get_profile_model()._base_manager.filter(pk=profile, deleted_at__isnull=False):
        clear(row.pk)
        row.delete()


def clear_at_once(profile: Any, *, using: str) -> None:
    """As clear(), in the transaction that deletes profile.

    All that it will write it holds first, in the order of every transaction: people, tweets, then
    notifications, by their keys. So it waits for other writers, or they for it, but not each for
    the other. (It can't hold somebody who turns up between the looking and the holding: then the
    database may end one of the two, and nothing has happened. services.delete_profile() has no
    such moment.)
    """
    mine = Q(profile=profile)
    tweets = get_tweet_model()._base_manager.using(using)
    retweets = tweets.filter(retweet_of__profile=profile)
    people = {profile, *retweets.values_list("profile_id", flat=True)}
    for pair in _follows(profile).using(using).values_list("follower_id", "followed_id"):
        people.update(pair)
    _lock_all(get_profile_model(), people, using=using)
    keys = set(Like._base_manager.using(using).filter(mine).values_list("tweet_id", flat=True))
    for row in tweets.filter(mine | Q(retweet_of__profile=profile)).values_list(
        "pk", *counters.REFERENCES
    ):
        keys.update(key for key in row if key is not None)
    _lock_all(get_tweet_model(), keys, using=using)
    told: set[int] = set()
    for path in ("recipient", "tweet__profile", "actors__actor"):
        rows = Notification._base_manager.using(using).filter(**{path: profile})
        told.update(rows.values_list("pk", flat=True))
    _lock_all(Notification, told, using=using)
    clear(profile)


def _lock_all(model: type[Model], keys: set[Any], *, using: str) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        counters.lock(model, ordered[start : start + BATCH], using=using)


def clear(profile: Any) -> None:
    """Delete all that counts elsewhere, or that nothing else would delete, before profile goes."""
    tweets = get_tweet_model()._base_manager
    while keys := list(tweets.filter(profile=profile).values_list("pk", flat=True)[:BATCH]):
        delete_tweets(tweets.filter(pk__in=keys))
        clear_tweets(keys)
    delete_likes(Like._base_manager.filter(profile=profile))
    for model in (Bookmark, Mention):
        delete(model._base_manager.filter(profile=profile))
    _delete_follows(_follows(profile))
    delete_hashtags(HashtagFollow._base_manager.filter(profile=profile))
    notification_groups.remove(Notification._base_manager.filter(recipient=profile))
    notification_groups.leave_all(NotificationActor._base_manager.filter(actor=profile))


def _follows(profile: Any) -> QuerySet[Follow]:
    return Follow._base_manager.filter(Q(follower=profile) | Q(followed=profile))


def delete_tweets(tweets: QuerySet[Any]) -> None:
    """Delete tweets, with their counts; not what hangs on them."""
    using = router.db_for_write(tweets.model)
    while keys := list(tweets.values_list("pk", "profile_id")[:BATCH]):
        with transaction.atomic(using=using):
            authors = {author for _, author in keys}
            counters.lock(get_profile_model(), authors, using=using)
            # Only those that are still there, now that their authors' rows are held.
            still = tweets.using(using).filter(pk__in=[pk for pk, _ in keys])
            counters.add_tweets(still.only("profile_id", *counters.REFERENCES), -1, using=using)
            still.delete()
            search_entry.remove([pk for pk, _ in keys], using=using)


def delete_likes(likes: QuerySet[Like]) -> None:
    """Delete likes, with their counts."""
    using = router.db_for_write(Like)
    while keys := list(likes.values_list("pk", "tweet_id")[:BATCH]):
        with transaction.atomic(using=using):
            tweets = {tweet for _, tweet in keys}
            counters.lock(get_tweet_model(), tweets, using=using)
            still = likes.using(using).filter(pk__in=[pk for pk, _ in keys])
            liked = dict.fromkeys(still.values_list("tweet_id", flat=True), -1)
            counters.move(get_tweet_model(), "like_count", liked, using=using)
            still.delete()


def delete_hashtags(rows: QuerySet[Any]) -> None:
    """Delete that tweets have hashtags, or that people follow them, with the counts."""
    using = router.db_for_write(rows.model)
    while keys := list(rows.values_list("pk", "hashtag_id")[:BATCH]):
        with transaction.atomic(using=using):
            counters.lock(Hashtag, {hashtag for _, hashtag in keys}, using=using)
            still = rows.using(using).filter(pk__in=[pk for pk, _ in keys])
            hashtags.count(gone=still, using=using)
            still.delete()


def _delete_follows(follows: QuerySet[Follow]) -> None:
    using = router.db_for_write(Follow)
    while keys := list(follows.values_list("pk", "follower_id", "followed_id")[:BATCH]):
        with transaction.atomic(using=using):
            people = {key for _, *pair in keys for key in pair}
            counters.lock(get_profile_model(), people, using=using)
            still = list(follows.using(using).filter(pk__in=[pk for pk, *_ in keys]))
            counters.add_follows(still, -1, using=using)
            delete(follows.using(using).filter(pk__in=[follow.pk for follow in still]))


def delete(rows: QuerySet[Any]) -> None:
    """Delete rows that nothing counts."""
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._base_manager.using(rows.db).filter(pk__in=keys).delete()

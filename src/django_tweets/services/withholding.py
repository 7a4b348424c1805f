"""Withheld tweets: those that moderators have hidden, or that wait for their review.

Such a tweet has the audience Visibility.WITHHELD: the visibility rules, counters, hashtags and
lists leave it out as any tweet that only its author reads. A WithheldTweet keeps the audience that
it had.
"""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ..models import Visibility, WithheldTweet, counters
from ..models.databases import write_database
from ..models.visibility import audience
from ..swapping import get_tweet_model
from .announcements import announce_tweet
from .batches import key_batches
from .databases import for_write
from .link_previews import refresh_link_preview
from .notifications import notify_of_tweet
from .retries import retry_deadlocks

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from ..models import AbstractTweet

PURGED_AFTER = timedelta(days=30)
"""Time in which a tweet that moderators have deleted can come back."""

MAX_PURGED = 1000  # tweets that one run deletes


def withhold(
    tweet: AbstractTweet, reason: str, *, note: str = "", since: datetime | None = None
) -> None:
    """Hide tweet from everybody but its author. A withheld tweet gets the new reason.

    tweet: locked, and its author too. reason: of WithheldTweet.Reason. since: when the first text
    was written that nobody has read; by default now.
    """
    using = write_database(tweet)
    rows = WithheldTweet._base_manager.using(using)
    is_deleted = reason == WithheldTweet.Reason.DELETED
    values: dict[str, Any] = {
        "reason": reason,
        "note": note,
        "purge_at": timezone.now() + PURGED_AFTER if is_deleted else None,
    }
    if tweet.visibility == Visibility.WITHHELD:
        rows.filter(tweet=tweet.pk).exclude(reason=reason).update(**values)
        return
    values["created_at"] = since or timezone.now()
    rows.create(tweet_id=tweet.pk, visibility=tweet.visibility, **values)
    _change_audience(tweet, Visibility.WITHHELD)


def release(tweet: AbstractTweet) -> bool:
    """Give a withheld tweet its audience again, and return whether it was withheld.

    tweet: locked, and its author too. What it answers or quotes may have a narrower audience now.
    """
    using = write_database(tweet)
    row = WithheldTweet._base_manager.using(using).filter(tweet=tweet.pk).first()
    if row is None:
        return False
    row.delete(using=using)
    _change_audience(tweet, Visibility.narrowest(row.visibility, *referred_audiences(tweet)))
    announce_tweet(tweet)
    refresh_link_preview(tweet, using=using)
    return True


def _change_audience(tweet: AbstractTweet, visibility: Visibility) -> None:
    tweet.visibility = visibility
    tweet.save(update_fields=["visibility"])
    notify_of_tweet(tweet, tweet.entities)


def referred_audiences(tweet: AbstractTweet) -> list[Visibility]:
    """Return the audiences of the tweets that tweet answers or quotes, without withheld ones."""
    keys = [pk for pk in (tweet.in_reply_to_id, tweet.quote_of_id) if pk is not None]
    rows = for_write(type(tweet)._base_manager.filter(pk__in=keys))
    found = map(audience, rows.select_related("profile"))
    return [each for each in found if each != Visibility.WITHHELD]


def get_later_audience(tweet: AbstractTweet) -> str:
    """Return the audience that a withheld tweet gets when it is released; its own without one."""
    rows = WithheldTweet._base_manager.using(write_database(tweet)).filter(tweet=tweet.pk)
    return rows.values_list("visibility", flat=True).first() or tweet.visibility


def get_audience_of_text(tweet: AbstractTweet) -> Visibility:
    """Return who could read the present text of tweet, before it was withheld if it is.

    A text that was written since then was for nobody, also when the tweet is released.
    """
    if tweet.visibility != Visibility.WITHHELD:
        return audience(tweet)
    rows = WithheldTweet._base_manager.using(write_database(tweet)).filter(tweet=tweet.pk)
    before = rows.filter(created_at__gt=tweet.edited_at or tweet.created_at)
    readable = copy(tweet)
    readable.visibility = before.values_list("visibility", flat=True).first() or tweet.visibility
    return audience(readable)


def change_later_audience(tweet: AbstractTweet, visibility: str) -> None:
    """Set the audience that a withheld tweet gets when it is released."""
    rows = WithheldTweet._base_manager.using(write_database(tweet))
    rows.filter(tweet=tweet.pk).update(visibility=visibility)


def delete_removed_tweets() -> int:
    """Delete the tweets that moderators deleted longer ago than PURGED_AFTER. Return how many.

    At most MAX_PURGED of them.
    """
    due = for_write(WithheldTweet._base_manager.filter(purge_at__lte=timezone.now()))
    deleted = 0
    for keys in key_batches(due):
        deleted += retry_deadlocks(partial(_delete_removed, due, keys), using=due.db)
        if deleted >= MAX_PURGED:
            break
    return deleted


def _delete_removed(due: QuerySet[WithheldTweet], keys: list[int]) -> int:
    """Delete tweets, given by their keys, that are still due. Return how many."""
    tweets = get_tweet_model()._rows.using(due.db)
    with transaction.atomic(using=due.db):
        authors = set(tweets.filter(pk__in=keys).values_list("profile_id", flat=True))
        # Whoever restores one locks its author first. So it is restored or deleted, never both.
        counters.lock_profiles(authors, using=due.db)
        still_due = list(due.filter(pk__in=keys).values_list("pk", flat=True))
        deleted: int = tweets.filter(pk__in=still_due).delete()[0]
        due.filter(pk__in=still_due).delete()
    return deleted

"""Withheld tweets: those that moderators have hidden, or that wait for their review.

Such a tweet has the audience Visibility.WITHHELD: the visibility rules, counters, hashtags and
lists leave it out as any tweet that only its author reads. A WithheldTweet keeps the audience that
it had.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ..models import Visibility, WithheldTweet
from ..models.databases import write_database
from ..models.visibility import audience
from ..swapping import get_tweet_model
from .batches import key_batches
from .databases import for_write
from .link_previews import refresh_link_preview
from .notifications import notify_of_tweet

if TYPE_CHECKING:
    from ..models import AbstractTweet

PURGED_AFTER = timedelta(days=30)
"""Time in which a tweet that moderators have deleted can come back."""

MAX_PURGED = 1000  # tweets that one run deletes


def withhold(tweet: AbstractTweet, reason: str, *, note: str = "") -> bool:
    """Let nobody but its author read tweet, and return whether its state has changed.

    tweet: locked, and its author too. reason: of WithheldTweet.Reason.
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
        return bool(rows.filter(tweet=tweet.pk).exclude(reason=reason).update(**values))
    rows.create(tweet_id=tweet.pk, visibility=tweet.visibility, **values)
    _change_audience(tweet, Visibility.WITHHELD)
    return True


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


def change_later_audience(tweet: AbstractTweet, visibility: str) -> None:
    """Set the audience that a withheld tweet gets when it is released."""
    rows = WithheldTweet._base_manager.using(write_database(tweet))
    rows.filter(tweet=tweet.pk).update(visibility=visibility)


def delete_removed_tweets() -> int:
    """Delete the tweets that moderators deleted longer ago than PURGED_AFTER. Return how many.

    At most MAX_PURGED of them.
    """
    due = for_write(WithheldTweet._base_manager.filter(purge_at__lte=timezone.now()))
    tweets = get_tweet_model()._rows
    deleted = 0
    for keys in key_batches(due):
        found: Any = for_write(tweets.filter(pk__in=keys))
        deleted += found.delete()[0]
        due.filter(pk__in=keys).delete()
        if deleted >= MAX_PURGED:
            break
    return deleted

"""Like, bookmark and retweet, and undo each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.utils.translation import gettext as _

from .. import signals
from ..models import Bookmark, Like, counters
from ..models.databases import write_database
from ..models.visibility import READABLE_BY_EVERYONE
from ..swapping import get_tweet_model
from .announcements import announce_counts, announce_tweet, announce_tweets
from .databases import for_write
from .idempotency import create_once, delete_by_key, delete_once, insert_once
from .limits import count_action
from .notifications import notify_of_reaction
from .readable import original_id, readable_tweets
from .retries import retry_deadlocks
from .signal_sending import send_on_commit
from .suspension import lock_member_if, save_new

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


def like(profile: AbstractProfile, tweet: AbstractTweet) -> Like:
    """Like a tweet, or the tweet it retweets, and return the Like.

    Send signals.tweet_liked. Do nothing if the like exists. Raise PermissionDenied if profile may
    not read the tweet, or is suspended, and LimitExceeded for too many likes and retweets.
    """
    count_action(profile, "like")
    key = original_id(tweet)

    def count(using: str) -> None:
        _lock_reader(profile, key, using)
        if not counters.increment(get_tweet_model(), "like_count", {key: 1}, using=using):
            raise PermissionDenied(_("This tweet has been deleted."))

    pair: dict[str, Any] = {"profile": profile, "tweet_id": key}
    row, created = create_once(Like(**pair), *pair, before=count)
    if created:
        send_on_commit(signals.tweet_liked, row, like=row)
        announce_tweets([key], write_database(row))
        notify_of_reaction(row)
    return row


def unlike(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Delete the like of a tweet, or of the tweet it retweets. Send signals.tweet_unliked."""
    key = original_id(tweet)

    def count(using: str) -> None:
        counters.increment(get_tweet_model(), "like_count", {key: -1}, using=using)

    for row in for_write(Like._base_manager.filter(profile_id=profile.pk, tweet_id=key)):
        if delete_once(row, before=count):
            send_on_commit(signals.tweet_unliked, row, like=row)
            announce_tweets([key], write_database(row))
            notify_of_reaction(row)


def bookmark(profile: AbstractProfile, tweet: AbstractTweet) -> Bookmark:
    """Bookmark a tweet, or the tweet it retweets, and return the Bookmark. It sends no signal.

    Do nothing if the bookmark exists. Raise PermissionDenied if profile may not read the tweet, or
    is suspended.
    """
    key = original_id(tweet)

    def check(using: str) -> None:
        _lock_reader(profile, key, using)
        if not counters.lock(get_tweet_model(), [key], using=using):
            raise PermissionDenied(_("This tweet has been deleted."))

    pair: dict[str, Any] = {"profile": profile, "tweet_id": key}
    return create_once(Bookmark(**pair), *pair, before=check)[0]


def unbookmark(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Delete the bookmark of a tweet, or of the tweet it retweets."""
    key = original_id(tweet)
    for row in for_write(Bookmark._base_manager.filter(profile_id=profile.pk, tweet_id=key)):
        delete_by_key(row)


def retweet(profile: AbstractProfile, tweet: AbstractTweet, **extra: Any) -> AbstractTweet:
    """Retweet a tweet, or the tweet it retweets, and return the retweet.

    extra are fields of the retweet that a host's tweet model adds. Send signals.tweet_retweeted. Do
    nothing if the retweet exists. Raise PermissionDenied if profile may not read the tweet, if not
    everyone may, or if profile is suspended, and LimitExceeded for too many likes and retweets.
    """
    key = original_id(tweet)
    if not readable_tweets(profile).filter(READABLE_BY_EVERYONE, pk=key).exists():
        raise PermissionDenied(_("You can’t do that with this tweet."))
    count_action(profile, "like")
    model = get_tweet_model()
    fields = {"profile": profile, "retweet_of_id": key}
    row = model(**{**fields, **model.defaults_for_retweet(tweet), **extra})
    try:
        row, created = insert_once(row, *fields, insert=partial(save_new, row))
    except model.DoesNotExist:
        raise PermissionDenied(_("This tweet has been deleted.")) from None
    if created:
        send_on_commit(signals.tweet_retweeted, row, tweet=row)
        announce_tweet(row)
        notify_of_reaction(row)
    return row


def unretweet(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Delete the retweet of a tweet, or of the tweet it retweets.

    Send signals.tweet_unretweeted.
    """
    retweets = get_tweet_model()._base_manager.filter(
        profile=profile.pk, retweet_of=original_id(tweet)
    )
    for row in for_write(retweets):
        pk, using = row.pk, write_database(row)
        if retry_deadlocks(row.delete, using=using)[0]:
            row.pk = pk
            send_on_commit(signals.tweet_unretweeted, row, tweet=row)
            announce_counts(row)
            notify_of_reaction(row)


def _lock_reader(profile: AbstractProfile, tweet: int, using: str) -> None:
    """Lock the row of profile. Raise PermissionDenied if it is suspended or may not read tweet."""
    is_readable = Exists(readable_tweets(profile).filter(pk=tweet))
    if not lock_member_if(is_readable, profile.pk, using=using):
        raise PermissionDenied(_("You can’t do that with this tweet."))

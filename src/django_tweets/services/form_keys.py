"""Publish the tweet of a form once, however often the form is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, router, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..cache import cache
from ..models import FormKey, Visibility, form_key
from ..models.databases import write_database
from ..tasks import enqueue_on_commit
from . import tasks, tweet_limits, unsent_texts
from .batches import key_batches
from .databases import for_write
from .held_tweets import hold_new
from .limits import LimitExceeded
from .retries import retry_deadlocks
from .screening import RejectedText, screen_tweet
from .suspension import Suspended, save_new
from .tweet_limits import DuplicateTweet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..models import AbstractTweet

KEPT_FOR = timedelta(days=7)
"""Time in which a form that is sent again publishes nothing: also from a restored tab."""

CLEANING_INTERVAL = timedelta(minutes=10)
MAX_CLEANED = 10_000
"""Forms that one run deletes. With the interval, more than a million each day."""

_CLEANED = "django_tweets:form_keys_cleaned"


def sign(tweet: AbstractTweet, key: object, extra: Mapping[str, Any]) -> None:
    """Set the form_digest of a new tweet, before its visibility is narrowed.

    key: the key of the form; without one, every call publishes a tweet. extra: the fields of a
    host's model.
    """
    if key:
        tweet.form_digest = form_key.make_digest(tweet, key, extra)


def save_once(tweet: AbstractTweet, extra: Mapping[str, Any]) -> AbstractTweet:
    """Save a new tweet and return it, or return the one that the same form has published.

    Then tweet is not saved. extra is as in sign(). Its visibility is "withheld" afterwards if it
    has to wait for a moderator. Raise LimitExceeded, DuplicateTweet and RejectedText.
    """
    chosen, note = tweet.visibility, ""
    try:
        tweet_limits.count_new(tweet)
        # After the count: a check may ask a service elsewhere. It is asked in no transaction.
        if note := screen_tweet(tweet, tweet.new_attachments):
            tweet.visibility = Visibility.WITHHELD
        _save(tweet, extra, chosen, note)
    except (IntegrityError, LimitExceeded, DuplicateTweet, RejectedText) as error:
        if (first := find_published(tweet)) is not None:
            return first
        if not tweet.form_digest or not isinstance(error, IntegrityError):
            raise
        # The first was deleted. If it is another constraint, this raises the error again.
        tweet._state.adding = True  # its row was inserted, and then rolled back
        _save(tweet, extra, chosen, note)
    if not tweet.form_digest:
        return tweet
    if cache.add(_CLEANED, True, CLEANING_INTERVAL.total_seconds()):
        using = router.db_for_write(FormKey)
        enqueue_on_commit(tasks.delete_old_form_keys, using=using)
        transaction.on_commit(unsent_texts.enqueue_waiting_removal, using=using, robust=True)
    return tweet


def _save(tweet: AbstractTweet, extra: Mapping[str, Any], chosen: str, note: str) -> None:
    """Save a new tweet. With a note, hold it for a moderator; then it gets the chosen audience."""
    if not note:
        _save_unless_duplicate(tweet, extra)
        return

    def save() -> None:
        with transaction.atomic(using=using):
            _save_unless_duplicate(tweet, extra)
            hold_new(tweet, chosen, note)

    using = write_database(tweet)
    retry_deadlocks(save, using=using)


def _save_unless_duplicate(tweet: AbstractTweet, extra: Mapping[str, Any]) -> None:
    """Save a new tweet, unless its author has published the same text a few minutes ago."""
    duplicates = tweet_limits.find_duplicates(tweet, extra)
    if duplicates is None:
        save_new(tweet)
        return
    try:
        # Read in the statement that locks the author, so it takes none more.
        save_new(tweet, ~Q(Exists(duplicates)))
    except Suspended:
        if duplicates.exists():
            raise DuplicateTweet from None
        raise


def find_published(tweet: AbstractTweet) -> AbstractTweet | None:
    """Return the tweet of the same form. If it was deleted, forget the form."""
    if not tweet.form_digest:
        return None
    using = write_database(tweet)
    forms = FormKey._base_manager.using(using).filter(digest=tweet.form_digest)
    tweets = type(tweet)._base_manager.using(using)
    if first := tweets.select_related("profile").filter(pk__in=forms.values("pk")).first():
        return first
    forms.filter(~Exists(tweets.filter(pk=OuterRef("pk")))).delete()
    return None


def delete_old_form_keys() -> int:
    """Delete the forms that were sent longer than KEPT_FOR ago, the oldest first, in batches.

    Return how many these are: at most about MAX_CLEANED.
    """
    deleted = 0
    for keys in key_batches(form_key.older_than(timezone.now() - KEPT_FOR)):
        deleted += for_write(FormKey._base_manager.filter(pk__in=keys)).delete()[0]
        if deleted >= MAX_CLEANED:
            break
    return deleted

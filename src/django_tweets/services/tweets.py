"""Publish, edit and delete tweets."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals
from ..models import TweetRevision, Visibility, counters
from ..models.databases import write_database
from ..models.revision import mark_mentioned
from ..models.visibility import audience
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model
from . import form_keys
from .databases import for_write
from .idempotency import get_locked
from .notifications import notify_of_reaction, notify_of_tweet
from .readable import original_id, readable_tweets
from .signal_sending import send_on_commit
from .suspension import lock_members

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet

# Not cleaned: clean_fields() would query each of them.
RELATIONS = [
    "profile",
    "in_reply_to",
    "in_reply_to_profile",
    "conversation",
    "retweet_of",
    "quote_of",
]


@reads_from_write_database()
def publish(
    author: AbstractProfile,
    content: str,
    *,
    in_reply_to: AbstractTweet | None = None,
    quote_of: AbstractTweet | None = None,
    visibility: str = Visibility.PUBLIC,
    content_warning: str = "",
    language: str = "",
    key: str = "",
    **extra: Any,
) -> AbstractTweet:
    """Publish a tweet and return it. Send signals.tweet_published.

    key makes a second call harmless: with the same author, texts and key, within a week, it
    returns the tweet of the first call, also if what that one refers to has been deleted since. A
    random one for each form or request, such as a UUID.

    A reply to a retweet, or a quote of one, refers to the retweeted tweet. Its visibility is
    narrowed to that of the tweet it refers to. extra are fields that a host's tweet model adds.
    Raise ValidationError, by field, for invalid values, and PermissionDenied if author may not read
    the tweet that this one refers to, or is suspended.
    """
    referred = {original_id(tweet) for tweet in (in_reply_to, quote_of) if tweet is not None}
    found: dict[int, AbstractTweet] = {}
    if referred:
        found = readable_tweets(author).select_related("profile").in_bulk(referred)
    tweet = get_tweet_model()(  # type: ignore[misc]  # mypy knows the default models alone
        profile=author,
        content=content,
        in_reply_to_id=in_reply_to and original_id(in_reply_to),
        quote_of_id=quote_of and original_id(quote_of),
        visibility=visibility,
        content_warning=content_warning,
        language=language,
        **extra,
    )
    tweet.clean_fields(exclude=RELATIONS)
    form_keys.sign(tweet, key, extra)
    if len(found) < len(referred):
        if (published := form_keys.find_published(tweet)) is not None:
            return published
        raise PermissionDenied(_("You can’t reply to or quote this tweet."))
    if in_reply_to is not None:
        tweet.in_reply_to = parent = found[original_id(in_reply_to)]
        tweet.in_reply_to_profile = parent.profile
        tweet.conversation_id = parent.conversation_id or parent.pk
    if quote_of is not None:
        tweet.quote_of = found[original_id(quote_of)]
    tweet.visibility = Visibility.narrowest(visibility, *map(audience, found.values()))
    with storable():
        first = form_keys.save_once(tweet)
    if first is not tweet:
        return first
    send_on_commit(signals.tweet_published, tweet, tweet=tweet)
    notify_of_tweet(tweet)
    return tweet


@reads_from_write_database()
def edit(tweet: AbstractTweet, content: str, **extra: Any) -> AbstractTweet:
    """Replace the content of a tweet and return it. Send signals.tweet_edited if anything changed.

    A changed content or content_warning sets edited_at, and the former ones are kept as a
    TweetRevision. extra are other fields to set; visibility is narrowed as by publish().
    Raise ValidationError, by field, for invalid values, PermissionDenied if the author is
    suspended, and the model's DoesNotExist if the tweet has been deleted; the instance is unchanged
    then.
    """
    changes: dict[str, Any] = {"content": content, **extra}
    using = write_database(tweet)
    with storable(), transaction.atomic(using=using):
        lock_members(tweet.profile_id, using=using)
        if "visibility" in changes:
            counters.lock_tweet(tweet, using=using)
        stored = get_locked(tweet)
        if stored.retweet_of_id is not None:
            raise ValidationError({"content": _("A retweet has no text of its own.")})
        before = revision_of(stored)
        former = {name: getattr(stored, name) for name in changes}
        for name, value in changes.items():
            setattr(stored, name, value)
        stored.clean_fields(exclude=RELATIONS)
        if "visibility" in changes:
            stored.visibility = Visibility.narrowest(stored.visibility, *_audiences(stored))
        cleaned = {name: getattr(stored, name) for name in changes}
        changes = {name: value for name, value in cleaned.items() if value != former[name]}
        if {"content", "content_warning"} & changes.keys():
            before.save(force_insert=True)
            stored.edited_at = timezone.now()
        if changes:
            stored.save(update_fields=[*changes, "edited_at"])
            send_on_commit(signals.tweet_edited, tweet, tweet=tweet)
            notify_of_tweet(stored, before.entities)
    for name in [*changes, "entities", "edited_at"]:
        setattr(tweet, name, getattr(stored, name))
    return tweet


def _audiences(tweet: AbstractTweet) -> list[Visibility]:
    """Return the audiences of the tweets that tweet answers or quotes."""
    keys = [pk for pk in (tweet.in_reply_to_id, tweet.quote_of_id) if pk is not None]
    rows = for_write(type(tweet)._base_manager.filter(pk__in=keys))
    return list(map(audience, rows.select_related("profile")))


def revision_of(tweet: AbstractTweet) -> TweetRevision:
    """Return an unsaved TweetRevision with the current content and audience of tweet."""
    return TweetRevision(
        tweet_id=tweet.pk,
        content=tweet.content,
        entities=tweet.entities,
        content_warning=tweet.content_warning,
        created_at=tweet.edited_at or tweet.created_at,
        visibility=audience(tweet),
        mentioned=mark_mentioned(tweet.entities),
    )


def delete(tweet: AbstractTweet) -> AbstractTweet:
    """Delete a tweet and return the instance as it was. Do nothing if it is gone already.

    Send signals.tweet_deleted, or signals.tweet_unretweeted for a retweet. Retweets, likes and
    bookmarks of it can't be read from then on; a task deletes them. Raise PermissionDenied for an
    instance without a key, such as one that has not been saved.
    """
    if tweet.pk is None:
        raise PermissionDenied(_("This tweet has been deleted."))
    using = write_database(tweet)
    row = copy.copy(tweet)  # Django clears the key of the instance that it deletes
    if row.delete(using=using)[0]:
        row.pk, row._state.db = tweet.pk, using
        is_retweet = row.retweet_of_id is not None
        signal = signals.tweet_unretweeted if is_retweet else signals.tweet_deleted
        send_on_commit(signal, row, tweet=tweet)
        if is_retweet:
            notify_of_reaction(row)
    return tweet

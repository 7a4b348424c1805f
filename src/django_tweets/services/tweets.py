"""Publish, edit, delete what one says."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals, text
from ..models import TweetRevision, Visibility
from ..models.visibility import audience
from ..swapping import get_tweet_model
from ..tasks import enqueue_on_commit
from .deletion import clear_tweet
from .idempotency import get_locked
from .notifications import tell_of_reaction, tell_of_words
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet

RELATIONS = [
    "profile",
    "in_reply_to",
    "in_reply_to_profile",
    "conversation",
    "retweet_of",
    "quote_of",
]


def publish(
    author: AbstractProfile,
    content: str,
    *,
    in_reply_to: AbstractTweet | None = None,
    quote_of: AbstractTweet | None = None,
    visibility: str = Visibility.PUBLIC,
    content_warning: str = "",
    language: str = "",
    **extra: Any,
) -> AbstractTweet:
    """Publish content as a tweet by author and return it.

    Who answers or quotes a retweet answers or quotes what it repeats. A reply or quote is for no
    more people than the tweet it refers to: a wider visibility is narrowed to that. extra are
    fields that a host's own tweet model adds.
    ValidationError, by field, for what a tweet can't say; PermissionDenied for a reply to or
    quote of a tweet that author may not read.
    """
    referred = {_original(tweet) for tweet in (in_reply_to, quote_of) if tweet is not None}
    found = _readable(author, referred) if referred else {}
    if len(found) < len(referred):
        raise PermissionDenied(_("You can’t answer or quote this tweet."))
    parent = in_reply_to and found[_original(in_reply_to)]
    tweet = get_tweet_model()(  # type: ignore[misc]  # mypy knows the default models alone
        profile=author,
        content=text.normalize(content),
        in_reply_to=parent,
        in_reply_to_profile=parent and parent.profile,
        conversation_id=parent and (parent.conversation_id or parent.pk),
        quote_of=quote_of and found[_original(quote_of)],
        visibility=visibility,
        content_warning=content_warning,
        language=language,
        **extra,
    )
    tweet.clean_fields(exclude=RELATIONS)
    tweet.visibility = Visibility.narrowest(visibility, *map(audience, found.values()))
    tweet.save()
    send_on_commit(signals.tweet_published, tweet, tweet=tweet)
    tell_of_words(tweet)
    return tweet


def _readable(author: AbstractProfile, keys: set[int]) -> dict[int, AbstractTweet]:
    """The tweets of keys that author may read, by key, each with its author."""
    readable: Any = get_tweet_model().objects.visible_to(author).select_related("profile")
    found: dict[int, AbstractTweet] = readable.in_bulk(keys)
    return found


def _original(tweet: AbstractTweet) -> int:
    """Key of tweet, or of what it retweets: a retweet says nothing that could be answered."""
    return tweet.retweet_of_id or tweet.pk


def edit(tweet: AbstractTweet, content: str, **extra: Any) -> AbstractTweet:
    """Let tweet say content instead and return it, marked as edited if it says something else.

    What it said before is kept as a TweetRevision. extra are other fields to set.
    ValidationError, by field, for what a tweet can't say, and tweet is left as it was; the
    model's DoesNotExist if it has gone.
    """
    changes = {"content": text.normalize(content), **extra}
    with transaction.atomic(using=tweet._state.db):
        stored = get_locked(tweet)
        if stored.retweet_of_id is not None:
            raise ValidationError({"content": _("A retweet says nothing of its own.")})
        before = revision_of(stored)
        changes = {k: value for k, value in changes.items() if getattr(stored, k) != value}
        for name, value in changes.items():
            setattr(stored, name, value)
        stored.clean_fields(exclude=RELATIONS)
        if {"content", "content_warning"} & changes.keys():
            before.save(force_insert=True)
            stored.edited_at = timezone.now()
        if changes:
            stored.save(update_fields=[*changes, "edited_at"])
            send_on_commit(signals.tweet_edited, tweet, tweet=tweet)
            tell_of_words(stored, before.entities)
    for name in [*changes, "entities", "edited_at"]:
        setattr(tweet, name, getattr(stored, name))
    return tweet


def revision_of(tweet: AbstractTweet) -> TweetRevision:
    """What tweet says now, to be kept."""
    return TweetRevision(
        tweet_id=tweet.pk,
        content=tweet.content,
        entities=tweet.entities,
        content_warning=tweet.content_warning,
        created_at=tweet.edited_at or tweet.created_at,
    )


def delete(tweet: AbstractTweet) -> AbstractTweet:
    """Delete tweet and return it as it was; that it has gone already is no error.

    Its retweets, likes and bookmarks can't be read from then on, and go in a task.
    """
    row = copy.copy(tweet)  # Django takes the key from the instance that it deletes
    if row.delete()[0]:
        enqueue_on_commit(clear_tweet, tweet.pk, using=tweet._state.db)
        is_retweet = tweet.retweet_of_id is not None
        deleted = signals.tweet_unretweeted if is_retweet else signals.tweet_deleted
        send_on_commit(deleted, tweet, tweet=tweet)
        if is_retweet:
            tell_of_reaction(tweet)
    return tweet

"""Publish, edit, delete."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from .. import signals, text
from ..models import Visibility
from ..swapping import get_tweet_model
from .events import announce
from .rows import locked

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

    A reply or quote is never visible to more people than the tweet it refers to: a wider
    visibility is narrowed to that. extra are fields that a host's own tweet model adds.
    ValidationError, by field, for what a tweet can't say; PermissionDenied for a reply to or
    quote of a tweet that author may not read.
    """
    referred = {tweet.pk: tweet for tweet in (in_reply_to, quote_of) if tweet is not None}
    readable = get_tweet_model().objects.visible_to(author).filter(pk__in=referred)
    if len(readable) < len(referred):
        raise PermissionDenied("The author may not read what this answers or quotes.")
    tweet = get_tweet_model()(  # type: ignore[misc]  # mypy knows the default models alone
        profile=author,
        content=text.normalize(content),
        in_reply_to=in_reply_to,
        in_reply_to_profile=in_reply_to and in_reply_to.profile,
        conversation_id=in_reply_to and (in_reply_to.conversation_id or in_reply_to.pk),
        quote_of=quote_of,
        visibility=visibility,
        content_warning=content_warning,
        language=language,
        **extra,
    )
    tweet.clean_fields(exclude=RELATIONS)
    tweet.visibility = Visibility.narrowest(
        visibility, *(other.visibility for other in referred.values())
    )
    tweet.save()
    announce(signals.tweet_published, tweet)
    return tweet


def edit(tweet: AbstractTweet, content: str, **extra: Any) -> AbstractTweet:
    """Let tweet say content instead and return it, marked as edited if it says something else.

    extra are other fields to set. ValidationError, by field, for what a tweet can't say, and
    tweet is left as it was; the model's DoesNotExist if it has gone.
    """
    changes = {"content": text.normalize(content), **extra}
    with transaction.atomic(using=tweet._state.db):
        stored = locked(tweet)
        changes = {k: value for k, value in changes.items() if getattr(stored, k) != value}
        for name, value in changes.items():
            setattr(stored, name, value)
        stored.clean_fields(exclude=RELATIONS)
        if "content" in changes:
            stored.edited_at = timezone.now()
        if changes:
            stored.save(update_fields=[*changes, "edited_at"])
            announce(signals.tweet_edited, tweet)
    for name in [*changes, "entities", "edited_at"]:
        setattr(tweet, name, getattr(stored, name))
    return tweet


def delete(tweet: AbstractTweet) -> AbstractTweet:
    """Delete tweet and return it as it was; that it has gone already is no error."""
    row = copy.copy(tweet)  # Django takes the key from the instance that it deletes
    if row.delete()[0]:
        announce(signals.tweet_deleted, tweet)
    return tweet

"""FormKey: the form that a tweet was sent with, so that a form sent twice is one tweet."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..snowflake import first_id
from .fields import LooseOneToOneField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from .tweet import AbstractTweet


class FormKey(models.Model):
    """The digest of the form that a tweet was sent with. A form is kept for some days.

    The key order is the order of time, as that of tweets.
    """

    tweet = LooseOneToOneField(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="form_key"
    )
    digest = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tweet_id}"


def make_digest(tweet: AbstractTweet, key: object, extra: Mapping[str, Any]) -> str:
    """Return the digest of a form with this key that publishes tweet.

    The author is part of it, so a key says nothing about the forms of others. So are the fields: a
    browser that goes back shows the form of a published tweet, with its key, for another text.

    extra: the fields of a host's model.
    """
    fields: list[Any] = [
        str(key),
        str(tweet.profile_id),
        tweet.content,
        tweet.content_warning,
        tweet.visibility,
        tweet.language,
        tweet.in_reply_to_id,
        tweet.quote_of_id,
        tweet.is_sensitive,
        [(row.pk, row.alt, row.focus) for row in tweet.new_attachments],
        sorted((name, str(value)) for name, value in extra.items()),
    ]
    # JSON escapes surrogates, which no encoding has.
    return blake2b(json.dumps(fields).encode(), digest_size=16).hexdigest()


def write(tweet: AbstractTweet, *, using: str) -> None:
    """Write the form of a new tweet, in its transaction. IntegrityError if it was sent before."""
    if tweet.form_digest:
        FormKey._base_manager.using(using).bulk_create(
            [FormKey(tweet_id=tweet.pk, digest=tweet.form_digest)]
        )


def older_than(moment: datetime) -> QuerySet[FormKey]:
    """Return the forms of tweets that are older than moment."""
    return FormKey._base_manager.filter(pk__lt=first_id(moment))

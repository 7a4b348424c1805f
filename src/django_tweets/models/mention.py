"""Mention: who is spoken of in a tweet, by the name they had when it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .entities import mentioned_keys
from .fields import LooseForeignKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tweet import AbstractTweet


class Mention(models.Model):
    """Tweet names profile. Written with the tweet, from the entities of its text."""

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="mentions"
    )
    profile = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("profile"), related_name="mentions"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes: ClassVar = [models.Index(fields=["profile", "-tweet"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tweet", "profile"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.profile_id}"


def write(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Write the mentions of new tweets; to be called in the transaction that makes them."""
    rows = [
        Mention(tweet_id=tweet.pk, profile_id=key)
        for tweet in tweets
        for key in mentioned_keys(tweet.entities)
    ]
    if rows:
        Mention._base_manager.using(using).bulk_create(rows, ignore_conflicts=True)


def rewrite(tweet: AbstractTweet, *, using: str) -> None:
    """Let the mentions of tweet be those of the text that it has now."""
    rows = Mention._base_manager.using(using)
    # By their keys: by a condition InnoDB also locks what it only looks at, of other tweets too.
    stale = rows.filter(tweet_id=tweet.pk).exclude(profile_id__in=mentioned_keys(tweet.entities))
    if keys := list(stale.values_list("pk", flat=True)):
        rows.filter(pk__in=keys).delete()
    write([tweet], using=using)

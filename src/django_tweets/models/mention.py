"""Mention: a profile that a tweet mentions, by the handle it had when the tweet was saved."""

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
    """A tweet mentions a profile. Written when the tweet is saved, from its entities."""

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
    """Write the mentions of new tweets. Call it in the transaction that creates them."""
    rows = [
        Mention(tweet_id=tweet.pk, profile_id=key)
        for tweet in tweets
        for key in mentioned_keys(tweet.entities)
    ]
    if rows:
        Mention._base_manager.using(using).bulk_create(rows, ignore_conflicts=True)


def rewrite(tweet: AbstractTweet, *, using: str) -> None:
    """Update the stored mentions of a tweet whose text has changed."""
    rows = Mention._base_manager.using(using)
    # By primary key: with another condition, InnoDB also locks rows of other tweets that it reads.
    stale = rows.filter(tweet_id=tweet.pk).exclude(profile_id__in=mentioned_keys(tweet.entities))
    if keys := list(stale.values_list("pk", flat=True)):
        rows.filter(pk__in=keys).delete()
    write([tweet], using=using)

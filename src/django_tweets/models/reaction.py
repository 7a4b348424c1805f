"""Like and Bookmark: reactions of a profile to a tweet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import LooseForeignKey
from .time_key import TimeKeyModel


class Reaction(TimeKeyModel):
    """Base class: a reaction of a profile to a tweet, at most once."""

    profile = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("profile"), related_name="%(class)ss"
    )
    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="%(class)ss"
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(fields=["tweet", "-id"]),
            models.Index(fields=["profile", "-id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "tweet"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.tweet_id}"


class Like(Reaction):
    """A like: public, and counted."""

    class Meta(Reaction.Meta):
        verbose_name = _("like")
        verbose_name_plural = _("likes")


class Bookmark(Reaction):
    """A bookmark: only its owner sees it."""

    class Meta(Reaction.Meta):
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")

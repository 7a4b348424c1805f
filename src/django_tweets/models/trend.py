"""Trend: a hashtag that more people use now than it has them use."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LooseForeignKey
from .hashtag import Hashtag


class Trend(models.Model):
    """What is in a place of the list of trends, written by services.compute_trends() alone.

    The place is the key: what comes is written over what was, so that nobody ever reads half of a
    list, and two that write at once wait for each other in one order.
    """

    place = models.PositiveSmallIntegerField(_("place"), primary_key=True)
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="+")
    people_count = models.PositiveIntegerField(_("people"))
    """How many have used it since then, each counted once."""
    since = models.DateTimeField(_("since"))
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)

    CACHE = "django_tweets:trends"
    """Under what name the list is kept for a minute."""

    hashtag_id: Any

    class Meta:
        verbose_name = _("trend")
        verbose_name_plural = _("trends")

    def __str__(self) -> str:
        return f"{self.place}: {self.hashtag_id}"

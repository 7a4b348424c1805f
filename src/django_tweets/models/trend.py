"""Trend: a hashtag that more people use now than usually."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LooseForeignKey
from .hashtag import Hashtag


class Trend(models.Model):
    """A place in the list of trends. Only services.compute_trends() writes it.

    The place is the primary key, and a new trend overwrites the old one: no reader gets half of
    a list, and two transactions lock the rows in the same order.
    """

    place = models.PositiveSmallIntegerField(_("place"), primary_key=True)
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="+")
    people_count = models.PositiveIntegerField(_("people"))
    """Number of different people who have used it since `since`."""
    since = models.DateTimeField(_("since"))
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)

    CACHE_KEY = "django_tweets:trends"
    """Key of the list in the cache, where it stays for a minute."""

    hashtag_id: Any

    class Meta:
        verbose_name = _("trend")
        verbose_name_plural = _("trends")

    def __str__(self) -> str:
        return f"{self.place}: {self.hashtag_id}"

"""TweetViewCount: how often a tweet was seen. No row says by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import LooseOneToOneField


class TweetViewCount(models.Model):
    """The number of views of a tweet, on a site that counts them. A tweet without views has none.

    Only services.flush_view_counts() writes it. A table of its own, so that a flush locks no tweet
    that others like or answer at that moment.
    """

    tweet = LooseOneToOneField(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="tweet_view_count"
    )
    count = models.PositiveBigIntegerField(_("views"), default=0, editable=False)

    class Meta:
        verbose_name = _("view count")
        verbose_name_plural = _("view counts")

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.count}"


class ViewCountFlush(models.Model):
    """Progress of writing the views of a window of time to the table of counts.

    It is written in the transaction of the counts, so that a flush that is killed and begins again
    counts nothing twice.
    """

    window = models.BigIntegerField(primary_key=True)
    """When the window began, in seconds since 1970."""
    last_key = models.BigIntegerField(null=True, editable=False)
    """Views of tweets up to this key have been written."""

    class Meta:
        verbose_name = _("flush of view counts")
        verbose_name_plural = _("flushes of view counts")

    def __str__(self) -> str:
        return f"{self.window}: {self.last_key}"

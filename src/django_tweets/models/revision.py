"""TweetRevision: an earlier text of an edited tweet."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import LooseForeignKey


class TweetRevision(models.Model):
    """An earlier text of a tweet. Everyone who may read the tweet may read it."""

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="revisions"
    )
    content = models.TextField(_("text"))
    entities = models.JSONField(
        _("entities"), default=list, editable=False, encoder=DjangoJSONEncoder
    )
    content_warning = models.CharField(_("content warning"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("written"), editable=False)

    mentioned_handles: dict[str, str] | None = None
    """As AbstractTweet.mentioned_handles; set by timelines.revisions()."""

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes: ClassVar = [models.Index(fields=["tweet", "-id"])]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.pk}"

"""TweetRevision: an earlier text of an edited tweet, and the audience it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .entities import mentioned_keys
from .fields import LooseForeignKey
from .text_fields import ContentField, LineField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .attachment import Attachment


class TweetRevision(models.Model):
    """An earlier text of a tweet.

    Only those read it who may read the tweet, and could read it while it had this text: see
    visibility.readable_revisions().
    """

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="revisions"
    )
    content = ContentField(_("text"))
    entities = models.JSONField(
        _("entities"), default=list, editable=False, encoder=DjangoJSONEncoder
    )
    content_warning = LineField(_("content warning"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("written"), editable=False)
    visibility = models.CharField(
        _("visible to"), max_length=10, default="mentioned", editable=False
    )
    """The audience of the tweet when this text was replaced. As narrow as possible by default."""
    mentioned = models.TextField(_("mentions"), blank=True, editable=False)
    """Keys of the profiles that this text mentions, from mark_keys()."""

    attachments = models.JSONField(_("attachments"), default=list, editable=False)
    """The attachments that the tweet had with this text: pairs of key and description."""

    attached = models.TextField(blank=True, default="", editable=False)
    """Keys of the attachments, from mark_keys(): their files are found by them."""

    mentioned_handles: dict[str, str] | None = None
    """As AbstractTweet.mentioned_handles; set by timelines.revisions()."""
    is_sensitive = False
    """Whether its attachments are covered, as those of its tweet; set by the same."""
    shown_attachments: Sequence[Attachment] = ()
    """Those of `attachments` that are stored, with the descriptions of then; set by the same."""

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes: ClassVar = [models.Index(fields=["tweet", "-id"])]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.pk}"


def mark_keys(keys: Iterable[Any]) -> str:
    """Return keys of profiles as a text that contains mark_keys([key]) for each of them alone."""
    return "".join(f"\n<{key}>" for key in sorted(map(str, keys)))


def mark_mentioned(entities: Iterable[dict[str, Any]]) -> str:
    """Return the value of `mentioned` for a text with these entities."""
    return mark_keys(mentioned_keys(entities))

"""NotificationSettings: what somebody wants to be told, and what they have read of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .notification import NotificationKind

if TYPE_CHECKING:
    from .profile import AbstractProfile


class Digest(models.TextChoices):
    """How often what is unread comes by e-mail."""

    OFF = "off", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


_wanted = partial(models.BooleanField, default=True)


class NotificationSettings(models.Model):
    """Of one profile; who has set and read nothing yet has no row."""

    profile = models.OneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="notification_settings",
    )
    read_until = models.BigIntegerField(_("read until"), default=0, editable=False)
    on_follow = _wanted(NotificationKind.FOLLOW.label)
    on_request = _wanted(NotificationKind.REQUEST.label)
    on_accepted = _wanted(NotificationKind.ACCEPTED.label)
    on_mention = _wanted(NotificationKind.MENTION.label)
    on_reply = _wanted(NotificationKind.REPLY.label)
    on_quote = _wanted(NotificationKind.QUOTE.label)
    on_retweet = _wanted(NotificationKind.RETWEET.label)
    on_like = _wanted(NotificationKind.LIKE.label)
    digest = models.CharField(_("digest"), max_length=6, choices=Digest, default=Digest.OFF)
    digest_at = models.DateTimeField(_("last digest"), null=True, editable=False)
    digest_until = models.BigIntegerField(_("told until"), default=0, editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)

    class Meta:
        verbose_name = _("settings of notifications")
        verbose_name_plural = _("settings of notifications")
        indexes = [models.Index(fields=["digest", "profile"])]

    def __str__(self) -> str:
        return f"{self.profile_id}"

    @classmethod
    def of(cls, profile: AbstractProfile) -> NotificationSettings:
        """Those of profile, or the defaults, which no row has yet."""
        stored = cls._base_manager.filter(pk=profile.pk).first()
        return stored or cls(profile_id=profile.pk)

    @property
    def unwanted(self) -> list[str]:
        """The kinds of what its owner doesn't want to be told."""
        return [kind for kind in NotificationKind.values if not getattr(self, wish(kind))]


def wish(kind: str) -> str:
    """The field that says whether somebody wants to be told what is of that kind."""
    return f"on_{kind}"


def wants(kind: str, recipient: str) -> Any:
    """Whether the profile of that column wants it: a condition for a queryset."""
    unwanted = {"profile": models.OuterRef(recipient), wish(kind): False}
    return ~models.Exists(NotificationSettings._base_manager.filter(**unwanted))

"""NotificationSettings: how far a profile has read its notifications, and its e-mail digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import CascadeOneToOneField
from .text_fields import LineField

if TYPE_CHECKING:
    from .profile import AbstractProfile


class Digest(models.TextChoices):
    """How often unread notifications are sent by e-mail."""

    OFF = "off", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


class NotificationSettings(models.Model):
    """Settings of one profile. The row is created by the first change or reading.

    The kinds that it wants are in NotificationPreference.
    """

    profile = CascadeOneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        primary_key=True,
        related_name="notification_settings",
    )
    read_until = models.BigIntegerField(_("read until"), default=0, editable=False)
    digest = models.CharField(_("digest"), max_length=6, choices=Digest, default=Digest.OFF)
    digest_at = models.DateTimeField(_("last digest"), null=True, editable=False)
    digest_until = models.BigIntegerField(_("told until"), default=0, editable=False)
    language = LineField(_("language"), max_length=35, blank=True)

    class Meta:
        verbose_name = _("settings of notifications")
        verbose_name_plural = _("settings of notifications")
        indexes = [models.Index(fields=["digest", "profile"])]

    def __str__(self) -> str:
        return f"{self.profile_id}"

    @classmethod
    def for_profile(cls, profile: AbstractProfile) -> NotificationSettings:
        """Return the settings of profile: its row, or an unsaved one with the defaults."""
        stored = cls._base_manager.filter(pk=profile.pk).first()
        return stored or cls(profile_id=profile.pk)

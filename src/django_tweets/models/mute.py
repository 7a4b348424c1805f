"""Mute: lists leave out a profile for one viewer. The muted profile is not told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import profile_pairs
from .time_key import TimeKeyModel


class Mute(TimeKeyModel):
    """Muter mutes muted: lists leave it out, but muter may still open the profile."""

    muter = profile_pairs.profile_foreign_key(_("muter"), "mutes")
    muted = profile_pairs.profile_foreign_key(_("muted"), "muted_by")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints: ClassVar = profile_pairs.pair_constraints("muter", "muted")
        indexes: ClassVar = [
            models.Index(fields=["muter", "-id"]),
            models.Index(fields=["muted", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.muter_id} ∌ {self.muted_id}"

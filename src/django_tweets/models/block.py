"""Block: two profiles that do not see each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import profile_pairs
from .time_key import TimeKeyModel


class Block(TimeKeyModel):
    """Blocker blocks blocked. Neither sees the other."""

    blocker = profile_pairs.profile_foreign_key(_("blocker"), "blocks")
    blocked = profile_pairs.profile_foreign_key(_("blocked"), "blocked_by")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints: ClassVar = profile_pairs.pair_constraints("blocker", "blocked")
        indexes: ClassVar = [
            models.Index(fields=["blocker", "-id"]),
            models.Index(fields=["blocked", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} ⊘ {self.blocked_id}"

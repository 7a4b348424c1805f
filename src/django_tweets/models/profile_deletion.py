"""ProfileDeletion: a deleted profile that its owner can still take back, and until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import CascadeOneToOneField


class ProfileDeletion(models.Model):
    """The deletion of a profile with a grace period.

    As long as there is this row, the profile has its user, its handle and everything it owns, and
    its deleted_at hides it. The row goes when the profile is restored, and before it is purged:
    whoever deletes the row decides.
    """

    profile = CascadeOneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        primary_key=True,
        related_name="profile_deletion",
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)
    """From then on it may be purged, and can't be restored."""

    class Meta:
        verbose_name = _("deletion of a profile")
        verbose_name_plural = _("deletions of profiles")
        indexes: ClassVar = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.due_at:%Y-%m-%d}"

    @property
    def is_due(self) -> bool:
        """Whether the grace period is over."""
        return timezone.now() >= self.due_at

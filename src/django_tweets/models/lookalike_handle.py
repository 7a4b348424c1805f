"""LookalikeHandle: a profile whose handle is easily taken for another one, for staff to look at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import LooseForeignKey, LooseOneToOneField


class LookalikeHandle(models.Model):
    """A profile with a handle that looks like that of staff, of a much followed member, or a
    reserved one. One row for each such profile, until staff delete it or the handle changes.
    """

    profile = LooseOneToOneField(
        swapping.profile_label(), verbose_name=_("profile"), related_name="lookalike_handle"
    )
    resembles = LooseForeignKey(
        swapping.profile_label(),
        verbose_name=_("looks like"),
        related_name="+",
        null=True,
        blank=True,
    )
    """The profile that it looks like; None for a reserved handle."""
    found_at = models.DateTimeField(_("found"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("look-alike handle")
        verbose_name_plural = _("look-alike handles")
        indexes: ClassVar = [models.Index(fields=["resembles"])]

    def __str__(self) -> str:
        return f"{self.profile_id}"

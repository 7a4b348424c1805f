"""Follow and FollowRequest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import profile_pairs
from .time_key import TimeKeyModel


class Follow(TimeKeyModel):
    """Follower follows followed, and gets their tweets in the home timeline."""

    follower = profile_pairs.profile_foreign_key(_("follower"), "following")
    followed = profile_pairs.profile_foreign_key(_("followed"), "followers")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints: ClassVar = profile_pairs.pair_constraints("follower", "followed")
        indexes: ClassVar = [
            models.Index(fields=["followed", "follower"]),
            models.Index(fields=["follower", "-id"]),
            models.Index(fields=["followed", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"


class FollowRequest(TimeKeyModel):
    """Follower asks to follow a protected profile.

    It has its own table, so that no query mistakes it for a follow.
    """

    follower = profile_pairs.profile_foreign_key(_("follower"), "follow_requests_sent")
    followed = profile_pairs.profile_foreign_key(_("followed"), "follow_requests")
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("follow request")
        verbose_name_plural = _("follow requests")
        constraints: ClassVar = profile_pairs.pair_constraints("follower", "followed")
        indexes: ClassVar = [models.Index(fields=["followed", "-id"])]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}?"

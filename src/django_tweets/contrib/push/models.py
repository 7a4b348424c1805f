"""Browsers that get push messages, and the push settings of members."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ... import swapping
from ...models.fields import CascadeForeignKey, CascadeOneToOneField
from ...models.text_fields import LineField
from ...models.time_key import TimeKeyModel

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from ...models import AbstractProfile

MAX_ENDPOINT = 1000
"""Characters of the address of a browser. The longest in use, Microsoft's, have about 500."""


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones. It reads a folder of 600 files once."""
    return frozenset(available_timezones())


class PushSubscription(TimeKeyModel):
    """A browser of a member, as its push service knows it.

    told_until: Snowflake of the time when the notifications for it were last read. not_before: no
    push is sent earlier, because the push service failed or asked for it.
    """

    profile = CascadeForeignKey(
        swapping.profile_label(), verbose_name=_("profile"), related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=MAX_ENDPOINT)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the endpoint. An endpoint is too long for an index of MariaDB."""
    p256dh = models.CharField(max_length=90)
    auth = models.CharField(max_length=30)
    server_key = models.CharField(max_length=90)
    """The public key of the site for which the browser has subscribed."""
    sign_in = models.CharField(max_length=64, blank=True)
    """Digest of the password with which the member was signed in: see services.get_sign_ins()."""
    device = LineField(_("device"), max_length=60, blank=True)
    language = models.CharField(max_length=35, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    told_until = models.BigIntegerField()
    not_before = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.device}"


class PushSettings(models.Model):
    """The settings of a member for web push. The row is created by the first change."""

    profile = CascadeOneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        primary_key=True,
        related_name="push_settings",
    )
    unwanted_kinds = models.JSONField(default=list)
    """Names of the notification kinds that are not pushed."""
    shows_content = models.BooleanField(_("Show names and texts"), default=True)
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.profile_id}"

    @classmethod
    def for_profile(cls, profile: AbstractProfile) -> PushSettings:
        """Return the settings of profile: its row, or an unsaved one with the defaults."""
        stored = cls._base_manager.filter(pk=profile.pk).first()
        return stored or cls(profile_id=profile.pk)

    def get_time_zone(self) -> tzinfo:
        """Return the time zone of the member; that of the site if none is set, or it is unknown."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else timezone.get_default_timezone()
        except (ZoneInfoNotFoundError, ValueError):  # the server has another list by now
            return timezone.get_default_timezone()

    def is_quiet(self, at: datetime) -> bool:
        """Whether the time at is in the quiet hours, which may go past midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if timezone.is_naive(at):
            at = timezone.make_aware(at, timezone.get_default_timezone())
        time = at.astimezone(self.get_time_zone()).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= time < self.quiet_until
        return time >= self.quiet_from or time < self.quiet_until

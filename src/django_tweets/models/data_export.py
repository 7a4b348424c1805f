"""DataExport: the files with everything that a member has done here, made for the member."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from .fields import CascadeOneToOneField

FOLDER = "django_tweets/exports"
"""Folder of the files, in the storage of attachments: no web server may serve it."""


def new_token() -> str:
    """Return a name for the files of one export that nobody can guess."""
    return uuid4().hex


class DataExport(models.Model):
    """The newest export of a profile. There is one row for each profile that has asked for one.

    A new request takes the row over with another token. Who works on the old one finds that the
    token has changed, and stores nothing.
    """

    class State(models.TextChoices):
        """State of the request."""

        WAITING = "waiting", _("Waiting")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    profile = CascadeOneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        primary_key=True,
        related_name="data_export",
    )
    token = models.CharField(max_length=32, default=new_token, editable=False)
    """Part of the names of the files. Each request has its own."""
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    ready_at = models.DateTimeField(_("ready since"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    """Until then one process makes it. Later another may: the first one was probably killed."""
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    files = models.JSONField(_("files"), default=list, editable=False)
    """Its ZIP files, in their order: objects with `name` in the storage, and `size` in bytes."""
    media_after = models.BigIntegerField(null=True, editable=False)
    """Key of the last attachment in `files`. None: not even the first file is stored."""
    base_url = models.CharField(max_length=200, blank=True, editable=False)
    """Address of the site, such as https://example.org: a task has no request to take it from."""
    language = models.CharField(max_length=35, blank=True, editable=False)
    """Language of the pages in it."""

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        indexes: ClassVar = [
            models.Index(fields=["state", "requested_at"]),
            models.Index(fields=["expires_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being made."""
        return self.state in {self.State.WAITING, self.State.MAKING}

    @property
    def is_available(self) -> bool:
        """Whether its files can be downloaded now."""
        is_kept = self.expires_at is not None and timezone.now() < self.expires_at
        return self.state == self.State.READY and is_kept

    @property
    def size(self) -> int:
        """Bytes of all its files together."""
        return sum(file["size"] for file in self.files)

    @property
    def numbered_files(self) -> list[dict[str, int]]:
        """Number and size of each of its files, for a page."""
        return [
            {"number": number, "size": file["size"]} for number, file in enumerate(self.files, 1)
        ]

    def get_file_name(self, number: int) -> str:
        """Return the name in the storage for its file of that number, from 1."""
        return f"{FOLDER}/{self.token}-{number}.zip"

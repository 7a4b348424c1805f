"""RateLimit: how full the token bucket of a member or an address is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RateLimit(models.Model):
    """A token bucket, where the site's cache can't count for all processes.

    The key is a digest, so the row doesn't tell whose it is. A row that is full says nothing, and
    is deleted later.
    """

    key = models.CharField(max_length=32, primary_key=True)
    full_at = models.BigIntegerField()
    """When the bucket is full again, in microseconds since 1970: each action moves it."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["full_at"])]

    def __str__(self) -> str:
        return self.key

"""Models as in the usual tutorial."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """A user and their follows."""

    user: Any = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tutorial_profile"
    )
    follows: Any = models.ManyToManyField(
        "self", related_name="followed_by", symmetrical=False, blank=True
    )

    class Meta:
        app_label = "tutorial"

    def __str__(self) -> str:
        return str(self.user.username)


class Tweet(models.Model):
    """A tweet of a user, with its likes."""

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tutorial_tweets"
    )
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    likes: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="liked_tutorial_tweets", blank=True
    )

    class Meta:
        app_label = "tutorial"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.body

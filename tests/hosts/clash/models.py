from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save


class Profile(models.Model):
    """A profile of the site, which has nothing to do with tweets."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    team = models.CharField(max_length=20, default="blue")

    def __str__(self) -> str:
        return str(self.user)


def create_profile(instance: Any, created: bool, **kwargs: Any) -> None:
    """Create the profile of a new user, as many sites do."""
    if created:
        Profile(user=instance).save()


post_save.connect(create_profile, settings.AUTH_USER_MODEL)

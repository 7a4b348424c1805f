from django.conf import settings
from django.db import models


class Profile(models.Model):
    """A profile model of the site, with the related_name that django_tweets needs."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")

    def __str__(self) -> str:
        return str(self.user)

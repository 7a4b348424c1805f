from django.conf import settings
from django.db import models


class Profile(models.Model):
    """What many a site has had for years."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")

    def __str__(self) -> str:
        return str(self.user)

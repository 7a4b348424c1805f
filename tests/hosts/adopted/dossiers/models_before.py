"""The models of the site before it installs django_tweets."""

from django.contrib.auth.models import User
from django.db import models


class ListedManager(models.Manager):
    """The dossiers that the site lists: it leaves out all others."""

    def get_queryset(self):
        return super().get_queryset().filter(is_listed=True)


class Dossier(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(max_length=80)
    birthday = models.DateField()
    bio = models.TextField(blank=True)
    is_listed = models.BooleanField(default=False)

    objects = ListedManager()

    def __str__(self):
        return self.name

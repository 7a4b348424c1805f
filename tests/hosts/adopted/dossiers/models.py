from django.db import models

from django_tweets.models import AbstractProfile


class Dossier(AbstractProfile):
    """A profile model that had a user, a bio and a birthday before."""

    birthday = models.DateField(null=True, blank=True)

from django.db import models

from django_tweets.models import AbstractProfile


class Dossier(AbstractProfile):
    """It had a user, a bio and a birthday."""

    birthday = models.DateField(null=True, blank=True)

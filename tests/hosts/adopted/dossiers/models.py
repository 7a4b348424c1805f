from django.db import models

from django_tweets.models import AbstractProfile


class Dossier(AbstractProfile):
    """An existing profile model: user, bio and birthday were there before the app."""

    birthday = models.DateField(null=True, blank=True)

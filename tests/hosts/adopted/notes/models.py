"""The tweet model of the site, in an app of its own, with a manager that leaves out rows too."""

from django.db import models
from dossiers.models import ListedManager

from django_tweets.models import AbstractTweet


class Note(AbstractTweet):
    is_listed = models.BooleanField(default=False)

    objects = ListedManager()

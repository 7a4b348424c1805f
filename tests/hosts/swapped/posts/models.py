from django.db import models

from django_tweets.models import AbstractTweet


class Post(AbstractTweet):
    """A tweet that needs to know something more."""

    mood = models.PositiveSmallIntegerField()

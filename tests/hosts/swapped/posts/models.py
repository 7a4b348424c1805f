from typing import Any

from django.db import models

from django_tweets.models import AbstractTweet


class Post(AbstractTweet):
    """A tweet with a required field of its own."""

    mood = models.PositiveSmallIntegerField()

    @classmethod
    def defaults_for_retweet(cls, tweet: AbstractTweet) -> dict[str, Any]:
        return {"mood": 3}

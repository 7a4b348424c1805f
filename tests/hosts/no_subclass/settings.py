"""A site that swaps both models for models that do not extend ours."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared

DJANGO_TWEETS_PROFILE_MODEL = "auth.Permission"
DJANGO_TWEETS_TWEET_MODEL = "auth.Group"

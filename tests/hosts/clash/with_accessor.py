"""The same site, with the setting that gives the profile of django_tweets another name."""

from tests.hosts.clash.tweets_last import *  # noqa: F403 - this is how settings are shared

DJANGO_TWEETS_PROFILE_ACCESSOR = "tweets_profile"

"""A site that swaps only the profile."""

from tests.hosts.swapped.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.swapped.settings import INSTALLED_APPS

DJANGO_TWEETS_TWEET_MODEL = "django_tweets.Tweet"
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "tests.hosts.swapped.posts"]

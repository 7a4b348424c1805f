"""A site that swaps only the tweet."""

from tests.hosts.swapped.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.swapped.settings import INSTALLED_APPS

DJANGO_TWEETS_PROFILE_MODEL = "django_tweets.Profile"
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "tests.hosts.swapped.people"]

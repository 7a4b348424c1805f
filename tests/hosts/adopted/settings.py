"""The same site, whose profile model is now the one of django_tweets, and so is a tweet model."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

DJANGO_TWEETS_PROFILE_MODEL = "dossiers.Dossier"
DJANGO_TWEETS_TWEET_MODEL = "notes.Note"
INSTALLED_APPS = [*INSTALLED_APPS, "dossiers", "notes"]

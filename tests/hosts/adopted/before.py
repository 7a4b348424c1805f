"""A site with a profile model of its own, before it installs django_tweets.

The app dossiers is a copy in which tests/migrations/test_adopted_profile.py makes migrations.
"""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

INSTALLED_APPS = [
    *(app for app in INSTALLED_APPS if not app.startswith(("django_tweets", "tests.hosts.badges"))),
    "dossiers",
]
ROOT_URLCONF = "django.contrib.auth.urls"

"""A site with unusual settings: other users, USE_TZ = False, login required, no messages."""

from tests.hosts.common import *  # noqa: F403 - this is how settings are shared
from tests.hosts.common import DATABASES, INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "tests.hosts.strict.urls"
AUTH_USER_MODEL = "accounts.Member"
USE_TZ = False
USE_THOUSAND_SEPARATOR = True

DATABASES = {"default": {**DATABASES["default"], "ATOMIC_REQUESTS": True}}

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django_tweets.contrib.push",
    "django_tweets.contrib.redis",
    "tests.hosts.accounts",
]

SILENCED_SYSTEM_CHECKS = ["django_tweets.W008"]  # no messages on purpose

MIDDLEWARE = [*MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
DJANGO_TWEETS_PUBLIC = True  # visitors read public tweets, as the other pages need a login

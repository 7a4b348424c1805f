"""The settings of startproject, with the app."""

from tests.hosts.common import *  # noqa: F403 - this is how settings are shared
from tests.hosts.common import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.hosts.default.urls"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.messages",
    *INSTALLED_APPS,
    "django_tweets.contrib.push",
    "django_tweets.contrib.redis",
    "tests.hosts.badges",
]

MIDDLEWARE = [*MIDDLEWARE, "django.contrib.messages.middleware.MessageMiddleware"]

TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

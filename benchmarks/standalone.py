"""Django settings for a benchmark that is a single file."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
import django
from django.conf import settings


def configure(*apps: str, **more_settings: Any) -> None:
    """Start Django with django_tweets, apps and more_settings.

    The database is SQLite in memory, or the one in DATABASE_URL.
    """
    url = os.environ.get("DATABASE_URL", "sqlite://:memory:")
    settings.configure(
        SECRET_KEY="only for benchmarks",  # noqa: S106 - nothing is signed
        DATABASES={"default": dj_database_url.parse(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            *apps,
            "django_tweets",
        ],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        USE_TZ=True,
        DJANGO_TWEETS_LIMITS=None,  # one member does everything
        **more_settings,
    )
    django.setup()

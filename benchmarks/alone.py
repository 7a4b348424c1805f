"""What a benchmark that is one file needs of Django: settings without a module of their own."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
import django
from django.conf import settings


def configure(*apps: str, **more: Any) -> None:
    """Start Django with the app, those that it needs, and more settings.

    On SQLite in memory, or on the database that DATABASE_URL names.
    """
    url = os.environ.get("DATABASE_URL", "sqlite://:memory:")
    settings.configure(
        SECRET_KEY="only for benchmarks",  # noqa: S106 - there is no secret to keep
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
        **more,
    )
    django.setup()

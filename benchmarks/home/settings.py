"""Settings of a site in production, with a database for each size on each server.

BENCH_DATA is the folder for SQLite's files, BENCH_POSTGRES_URL the server: to its database name
an underscore and the size are added.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.clock import stop_clock

from .sizes import SIZES, SPAN, START

stop_clock(START + SPAN)

DATA = Path(os.environ.get("BENCH_DATA", Path(tempfile.gettempdir(), "django-tweets-bench")))
POSTGRES = urlsplit(
    os.environ.get("BENCH_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/bench")
)

SECRET_KEY = "only for benchmarks"  # noqa: S105
USE_TZ = True
DJANGO_TWEETS_LIMITS = None  # one member does everything
ALLOWED_HOSTS = ["testserver"]
STATIC_URL = "static/"
MEDIA_ROOT = DATA
ROOT_URLCONF = "benchmarks.home.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def sqlite(size: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / f"bench_{size}.sqlite3",
        "CONN_MAX_AGE": None,
        # The options that Django's documentation recommends for production.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
        },
    }


def postgresql(size: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": f"{POSTGRES.path[1:]}_{size}",
        "HOST": POSTGRES.hostname,
        "PORT": POSTGRES.port,
        "USER": POSTGRES.username,
        "PASSWORD": POSTGRES.password,
        "CONN_MAX_AGE": None,
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": {},
    **{f"sqlite-{size}": sqlite(size) for size in SIZES},
    **{f"postgresql-{size}": postgresql(size) for size in SIZES},
}
DATABASE_ROUTERS = ["benchmarks.home.router.CurrentDatabase"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tweets",
    "django_tweets.contrib.redis",
    "benchmarks.home.tutorial",
    "benchmarks.home.stream",
    "actstream",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

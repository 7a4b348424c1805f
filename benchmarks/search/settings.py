"""Settings of a production site with a database on each server, as in benchmarks/home/settings.py.

BENCH_MARIADB_URL is the URL of MariaDB.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from benchmarks.clock import stop_clock
from benchmarks.home.settings import *  # noqa: F403 - this is how settings are shared
from benchmarks.home.settings import INSTALLED_APPS, postgresql, sqlite

MARIADB = urlsplit(os.environ.get("BENCH_MARIADB_URL", "mysql://root@127.0.0.1:3306/bench"))

DATABASES = {
    "default": {},
    "sqlite": sqlite("search"),
    "postgresql": postgresql("search"),
    "mariadb": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": f"{MARIADB.path[1:]}_search",
        "HOST": MARIADB.hostname,
        "PORT": MARIADB.port,
        "USER": MARIADB.username,
        "PASSWORD": MARIADB.password or "",
        "CONN_MAX_AGE": None,
    },
}

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(("benchmarks", "actstream"))]

# 100,000 tweets, one every five minutes from 2025 on: see data.py, which needs the models.
stop_clock(datetime(2025, 1, 1, tzinfo=UTC) + 100_000 * timedelta(minutes=5))

"""The example site, as tests/browser looks at it."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403 - this is how settings are shared
from config.settings import INSTALLED_APPS, MIDDLEWARE

# Each process has its own site, which is gone when the process is.
FOLDER = Path(tempfile.mkdtemp(prefix="django-tweets-browser-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

DEBUG = False  # the site's own pages for errors

ROOT_URLCONF = "tests.hosts.browser.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.hosts.frameworks"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "db.sqlite3",
        # A browser asks for several things at once, and the test writes meanwhile.
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        },
    }
}
MEDIA_ROOT = FOLDER / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A reader's browser says in which language they read.
MIDDLEWARE = [*MIDDLEWARE]
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.common.CommonMiddleware"),
    "django.middleware.locale.LocaleMiddleware",
)

# As strict as a policy can be while pages have scripts, styles, pictures and forms at all.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

"""The example site with settings for tests/browser."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403 - this is how settings are shared
from config.settings import INSTALLED_APPS

# Each process has its own site, which is removed when the process ends.
FOLDER = Path(tempfile.mkdtemp(prefix="django-tweets-browser-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

DEBUG = False  # show the site's error pages

ROOT_URLCONF = "tests.hosts.browser.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "django_tweets.contrib.push", "tests.hosts.frameworks"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "db.sqlite3",
        # A browser sends several requests at once while the test writes too.
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        },
    }
}
MEDIA_ROOT = FOLDER / "media"
DJANGO_TWEETS_LINK_PREVIEWS = False  # no test asks another site
# A test does in a second what a member does in a day.
DJANGO_TWEETS_LIMITS = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The strictest policy that still allows scripts, styles, pictures and forms.
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

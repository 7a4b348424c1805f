"""Settings of all hosts."""

import os
import tempfile

import dj_database_url

SECRET_KEY = "only for tests"
USE_TZ = True
TIME_ZONE = "Europe/Lisbon"
LANGUAGE_CODE = "en"
STATIC_URL = "static/"
MEDIA_URL = "media/"
MEDIA_ROOT = tempfile.gettempdir()  # tests that store files set their own
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Tests with the fixture media use the folder beside MEDIA_ROOT, as a site without this line.
    "django_tweets": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
# Tests do in a second what a member does in weeks. Those of limits set their own.
DJANGO_TWEETS_LIMITS = None
ALLOWED_HOSTS = ["testserver"]
LOGIN_URL = "/accounts/login/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Since Django 6.1. Older versions: the test environment sets this backend as EMAIL_BACKEND.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", "sqlite://:memory:"))}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tweets",
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
        "OPTIONS": {"context_processors": []},
    }
]

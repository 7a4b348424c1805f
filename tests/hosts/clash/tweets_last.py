"""The same site, with django_tweets at the end of INSTALLED_APPS, as the documentation has it."""

from tests.hosts.clash.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.clash.settings import INSTALLED_APPS

INSTALLED_APPS = [*(app for app in INSTALLED_APPS if app != "django_tweets"), "django_tweets"]

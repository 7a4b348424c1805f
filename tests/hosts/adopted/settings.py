"""A site whose existing profile model becomes the swapped profile."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

DJANGO_TWEETS_PROFILE_MODEL = "dossiers.Dossier"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.hosts.adopted.dossiers"]

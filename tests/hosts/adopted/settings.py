"""A site that swaps the profile for the profile model that it had before."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

DJANGO_TWEETS_PROFILE_MODEL = "dossiers.Dossier"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.hosts.adopted.dossiers"]

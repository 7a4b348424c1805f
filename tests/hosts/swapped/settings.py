"""A site that swaps users, profiles and tweets: UUID keys and required fields of its own."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

AUTH_USER_MODEL = "accounts.Member"
DJANGO_TWEETS_PROFILE_MODEL = "people.Person"
DJANGO_TWEETS_TWEET_MODEL = "posts.Post"

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "tests.hosts.accounts",
    "tests.hosts.swapped.people",
    "tests.hosts.swapped.posts",
]

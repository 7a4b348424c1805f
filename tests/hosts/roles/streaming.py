"""A site with a streaming replica and our router. tests/roles/streaming.py walks through it."""

import os
from datetime import timedelta

import dj_database_url

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import MIDDLEWARE

DATABASES = {
    "default": dj_database_url.parse(os.environ["PRIMARY_URL"]),
    "replica": dj_database_url.parse(os.environ["REPLICA_URL"]),
}
DATABASE_ROUTERS = ["django_tweets.routers.ReplicaRouter"]
DJANGO_TWEETS_REPLICAS = ["replica"]
DJANGO_TWEETS_READ_YOUR_WRITES = timedelta(minutes=1)
MIDDLEWARE = ["django_tweets.middleware.ReadYourWritesMiddleware", *MIDDLEWARE]

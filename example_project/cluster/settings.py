"""Settings of the processes of the cluster: those of the example project, and what docs/ tell.

CLUSTER has the ports of the servers and the folder of uploads, as JSON.
"""

import json
import os

from config.settings import *  # noqa: F403 - this is how settings are shared
from config.settings import INSTALLED_APPS, MIDDLEWARE

_CLUSTER = json.loads(os.environ["CLUSTER"])

INSTALLED_APPS = [*INSTALLED_APPS, "django_tweets.contrib.redis", "django_tasks_db", "cluster"]
ROOT_URLCONF = "cluster.urls"
MEDIA_ROOT = _CLUSTER["media"]

# docs/replicas.md
MIDDLEWARE = [
    "django_tweets.middleware.ReadYourWritesMiddleware",
    MIDDLEWARE[0],
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *MIDDLEWARE[1:],
]
STATIC_ROOT = _CLUSTER["static"]
WHITENOISE_USE_FINDERS = True

_SERVER = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "postgres",
    "USER": "postgres",
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
DATABASES = {
    # docs/operations.md: two PgBouncers. libpq tries the second if the first is away.
    "default": {
        **_SERVER,
        "HOST": ",".join("127.0.0.1" for _ in _CLUSTER["poolers"]),
        "PORT": ",".join(map(str, _CLUSTER["poolers"])),
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"connect_timeout": 5},
    },
    "replica": {
        **_SERVER,
        "HOST": "127.0.0.1",
        "PORT": str(_CLUSTER["replica"]),
        "OPTIONS": {
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
        },
        "TEST": {"MIRROR": "default"},
    },
}
DATABASE_ROUTERS = ["django_tweets.routers.ReplicaRouter"]
DJANGO_TWEETS_REPLICAS = ["replica"]

# docs/outages.md
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{_CLUSTER['cache']}",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

# docs/redis.md
DJANGO_TWEETS_TIMELINE = {
    "BACKEND": "django_tweets.contrib.redis.RedisTimeline",
    "OPTIONS": {
        "url": f"redis://127.0.0.1:{_CLUSTER['homes'][0]}",
        "cluster": True,
        "nodes": [("127.0.0.1", port) for port in _CLUSTER["homes"][1:]],
    },
}

# docs/workers.md
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "fanout", "media", "mail"],
    }
}
DJANGO_TWEETS_TASK_QUEUES = {"fanout": "fanout", "media": "media", "mail": "mail"}

DJANGO_TWEETS_LINK_PREVIEWS = False  # the members of the story link to nothing
if _CLUSTER.get("is_measured"):
    DJANGO_TWEETS_LIMITS = None  # a few members do the work of many

# Errors in the log of the process, not by mail.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

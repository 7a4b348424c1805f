"""A site with a queue, for processes that tests start and kill.

The environment has SITE_FOLDER, for the database, and SITE_REDIS, the socket of a Redis or "".
"""

import os
from pathlib import Path

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import INSTALLED_APPS

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(os.environ["SITE_FOLDER"]) / "site.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}

DJANGO_TWEETS_TASK_QUEUES = {"fanout": "fanout"}
INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks_db", "django_rq"]
RQ_QUEUES = {name: {"URL": f"unix://{os.environ['SITE_REDIS']}"} for name in ("default", "fanout")}
if os.environ["SITE_REDIS"]:
    DJANGO_TWEETS_TIMELINE = {
        "BACKEND": "django_tweets.contrib.redis.RedisTimeline",
        "OPTIONS": {"url": f"unix://{os.environ['SITE_REDIS']}?db=1", "batch_size": 1},
    }
RQ = {"JOB_CLASS": "django_tasks_rq.Job"}

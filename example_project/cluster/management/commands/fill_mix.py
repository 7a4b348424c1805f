"""Fill the site for the measurement of requests.

Members and tweets are those of benchmarks/scaling_costs.py, but fewer.
"""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from random import Random
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import BaseCommand

from benchmarks import scaling_costs
from django_tweets.models import Tweet
from django_tweets.routers import reads_from_write_database

PEOPLE = 500
TWEETS = 10_000
READERS = 200
"""Members who send requests."""


def log_in(user: User) -> str:
    """Return the key of a session of user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def fill() -> dict[str, Any]:
    """Fill the empty site. Return what the requests are made of."""
    rng = Random(7)
    scaling_costs.PEOPLE, scaling_costs.TWEETS = PEOPLE, TWEETS
    # The replica is behind by then.
    with redirect_stdout(StringIO()), reads_from_write_database():
        scaling_costs.fill(rng)
        rows = Tweet._base_manager.order_by("-pk").values_list("profile__handle", "pk")
        tweets = [*rows[:5_000]]
    return {
        "sessions": [log_in(user) for user in User.objects.order_by("pk")[:READERS]],
        "tweets": tweets,
        "handles": [f"p{number}" for number in range(READERS, PEOPLE)],
        "words": scaling_costs.WORDS,
    }


class Command(BaseCommand):
    """Fill the empty site, and print as JSON what the requests are made of."""

    help = "Fills the site for the measurement of requests."

    def handle(self, *args: Any, **options: Any) -> str:
        return json.dumps(fill())

"""A site makes its own profile model the one of django_tweets, and keeps the rows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.migrations.test_swap_states import run

if TYPE_CHECKING:
    from pathlib import Path

OLD_ROWS = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for number, name in enumerate(["Ada", "ada", "محمد"], 1):
        cursor.execute(
            "INSERT INTO auth_user (id, username, password, is_superuser, first_name, last_name,"
            " email, is_staff, is_active, date_joined)"
            " VALUES (%s, %s, '', false, '', '', '', false, true, '2015-01-01')",
            [number, name],
        )
        cursor.execute(
            "INSERT INTO dossiers_dossier (user_id, bio, birthday) VALUES (%s, %s, '1815-12-10')",
            [number, f"I am {name}."],
        )
"""

CHECK_ROWS = """
import django; django.setup()
from django.contrib.auth.models import User
from django_tweets import get_profile_model, services
ada, other, muhammad = User.objects.order_by("pk")
assert (ada.profile.handle, ada.profile.bio) == ("ada", "I am Ada.")
assert ada.profile.birthday.year == 1815
assert other.profile.handle.startswith("ada_"), other.profile.handle
assert muhammad.profile.handle.startswith("user_"), muhammad.profile.handle
services.publish(ada.profile, "Hello @ada")
assert get_profile_model().objects.get(handle="ada").tweet_count == 1
assert User.objects.create_user("new").profile.handle == "new"
assert get_profile_model().objects.count() == 4
"""


def test_adopted_profiles_keep_their_rows_and_tweet(tmp_path: Path) -> None:
    host = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hosts.adopted.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    run(host, "-m", "django", "migrate", "-v0", "auth")
    run(host, "-m", "django", "migrate", "-v0", "dossiers", "0001")
    run(host, "-c", OLD_ROWS)
    run(host, "-m", "django", "makemigrations", "--check", "--dry-run")
    run(host, "-m", "django", "check", "--fail-level", "WARNING")
    run(host, "-m", "django", "migrate", "-v0")
    run(host, "-c", CHECK_ROWS)

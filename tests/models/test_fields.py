from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from django_tweets import get_profile_model, get_tweet_model


@pytest.mark.django_db
def test_makemigrations_finds_no_change() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_fields_are_plain_django_fields_in_migrations() -> None:
    """So that our field classes can change without a change in the migrations of a host."""
    fields = [*get_profile_model()._meta.fields, *get_tweet_model()._meta.fields]
    paths = {field.deconstruct()[1] for field in fields}
    assert {path for path in paths if not path.startswith("django.db.models.")} == {
        "django_tweets.snowflake.SnowflakeField"  # makes the ids, in a data migration too
    }

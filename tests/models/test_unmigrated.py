"""After `migrate django_tweets zero`, while the app is still installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection

from django_tweets import services
from django_tweets.models import Follow
from tests.factories import make_tweet, make_user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile


@pytest.fixture
def author(transactional_db: None) -> Iterator[Profile]:
    """A profile with rows in many tables, from before the migration back to zero."""
    author, reader = make_user("author").profile, make_user("reader").profile
    services.follow(reader, author)
    make_tweet(author, "hello #leaving @reader")
    call_command("migrate", "django_tweets", "zero", verbosity=0)
    yield author
    call_command("migrate", verbosity=0)


def left_tables() -> set[str]:
    """Return what is left of our tables, with their triggers and indexes on SQLite."""
    names = connection.introspection.table_names()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master")
            names = [name for (name,) in cursor.fetchall()]
    return {name for name in names if name.startswith("django_tweets")}


def test_tables_are_gone_and_users_can_be_created_and_deleted(author: Profile) -> None:
    assert left_tables() == set()
    user_model = get_user_model()
    users = user_model._base_manager
    users.create(**{user_model.USERNAME_FIELD: "new@example.org"}).delete()
    users.get(pk=author.user_id).delete()
    assert users.count() == 1


def test_missing_table_of_a_migrated_site_is_an_error(transactional_db: None) -> None:
    user = make_user("ada")
    table = Follow._meta.db_table
    with connection.schema_editor() as editor:
        editor.alter_db_table(Follow, table, "elsewhere")
    try:
        with pytest.raises(DatabaseError):
            user.delete()
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Follow, "elsewhere", table)

"""The check that MariaDB and MySQL can store every character, on tables that can't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.urls import reverse

from django_tweets import checks, get_profile_model, get_tweet_model, services
from django_tweets.models import Hashtag
from django_tweets.models.writes import storable
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.core.checks import CheckMessage
    from django.test import Client


def only(messages: list[CheckMessage]) -> CheckMessage:
    assert len(messages) == 1, messages
    return messages[0]


def test_tables_are_not_looked_at_without_databases() -> None:
    assert checks.check_columns() == []
    assert checks.check_columns(databases=None) == []


@pytest.mark.django_db
def test_tables_with_every_character_have_no_messages() -> None:
    assert checks.check_columns(databases=["default"]) == []


@pytest.fixture
def latin1_hashtags() -> Any:
    """The table of hashtags in latin1, as on a server with old defaults."""
    table = Hashtag._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_collation FROM information_schema.tables "
            "WHERE table_schema = DATABASE() AND table_name = %s",
            [table],
        )
        (collation,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET latin1")
    yield table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4 COLLATE {collation}")


@pytest.mark.databases("mysql")
@pytest.mark.django_db(transaction=True)
def test_table_without_every_character_is_a_warning(latin1_hashtags: str) -> None:
    message = only(checks.check_columns(databases=["default"]))
    assert message.id == "django_tweets.W006"
    assert f"The table {latin1_hashtags} uses the character set latin1" in message.msg
    with connection.cursor() as cursor:
        for statement in str(message.hint).split(";")[:-1]:
            cursor.execute(statement)
        cursor.execute("SET FOREIGN_KEY_CHECKS = 1")
    assert checks.check_columns(databases=["default"]) == []
    Hashtag.objects.create(key="f09f9982", name="Łódź🙂")
    assert Hashtag.objects.get().name == "Łódź🙂"


@pytest.mark.databases("mysql")
@pytest.mark.django_db
def test_connection_without_every_character_is_a_warning(settings: Any) -> None:
    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    options["charset"] = "latin1"
    try:
        message = only(checks.check_columns(databases=["default"]))
    finally:
        options.clear()
        options.update(before)
    assert message.hint == 'DATABASES["default"]["OPTIONS"]["charset"] = "utf8mb4"'


@pytest.fixture
def latin1_tables() -> Any:
    """The tables of profiles and tweets in latin1."""
    tables = [model._meta.db_table for model in (get_profile_model(), get_tweet_model())]
    with connection.cursor() as cursor:
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET latin1")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4")
        cursor.execute("SET FOREIGN_KEY_CHECKS = 1")


@pytest.mark.databases("mysql")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("latin1_tables")
def test_text_that_a_table_cannot_store_is_an_error_of_the_form(client: Client) -> None:
    ada = make_profile("ada")
    client.force_login(ada.user)
    for name, fields in (
        ("tweet_create", {"content": "Łódź 🙂", "visibility": "public", **TWEET_EXTRA}),
        ("profile_edit", {"display_name": "Łódź 🙂", "handle": "ada", **PROFILE_EXTRA}),
    ):
        response = client.post(reverse(f"django_tweets:{name}"), {**fields, "writer": "ada"})
        assert response.status_code == 422, name
        assert "can’t store one of the characters" in response.content.decode()
    with pytest.raises(ValidationError, match="can’t store"):
        services.edit(make_tweet(ada, "hello"), "Łódź 🙂")


def test_other_error_of_a_database_stays() -> None:
    with pytest.raises(DatabaseError, match="gone away"), storable():
        raise DatabaseError(2006, "Server has gone away")


def test_unstorable_character_is_a_validation_error() -> None:
    with pytest.raises(ValidationError, match="can’t store"), storable():
        raise DatabaseError(1366, "Incorrect string value: '\\xF0\\x9F' for column 'content'")


class OtherDatabase:
    """A database router that keeps our tables out of a database."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return False


@pytest.mark.databases("mysql")
@pytest.mark.django_db
def test_database_without_our_tables_has_no_messages(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [f"{__name__}.OtherDatabase"]
    assert checks.check_columns(databases=["default"]) == []


@pytest.mark.databases("mysql")
@pytest.mark.django_db
def test_new_database_without_every_character_is_a_warning() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DATABASE()")
        (own,) = cursor.fetchone()
        cursor.execute("CREATE DATABASE dt_latin1 CHARACTER SET latin1")
        try:
            cursor.execute("USE dt_latin1")
            message = only(checks.check_columns(databases=["default"]))
            assert message.hint == "ALTER DATABASE `dt_latin1` CHARACTER SET utf8mb4;"
            cursor.execute(message.hint)
            assert checks.check_columns(databases=["default"]) == []
        finally:
            cursor.execute(f"USE {own}")
            cursor.execute("DROP DATABASE dt_latin1")

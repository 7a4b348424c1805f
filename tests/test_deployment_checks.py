"""Checks of `check --deploy`: each with a site that it warns of, and a site that is set up well."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core.checks import INFO, Tags, run_checks
from django.db import connections
from django.urls import include, path, re_path
from django.views.static import serve

from django_tweets import checks
from django_tweets.checks.databases import POSTGRESQL_TIMEOUTS
from tests.test_site_checks import ids, only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POSTGRES: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "site",
    "CONN_MAX_AGE": 60,
}
SQLITE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.sqlite3"}
SET_UP = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
OUR_ROUTER = "django_tweets.routers.WriteDatabaseRouter"
ROUTER = "django_tweets.routers.ReplicaRouter"
MIDDLEWARE = "django_tweets.middleware.ReadYourWritesMiddleware"


@pytest.fixture
def use_databases(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets DATABASES for the checks, which open none of them."""

    def use(**databases: dict[str, Any]) -> None:
        monkeypatch.setattr(connections, "settings", connections.configure_settings(databases))

    return use


# PostgreSQL


@pytest.mark.databases("postgresql")
@pytest.mark.django_db
def test_postgresql_that_compiles_statements_is_a_warning() -> None:
    def check(setting: str) -> list[str]:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SET LOCAL jit = {setting}")
        options: dict[str, Any] = {"tags": [Tags.database], "databases": ["default"]}
        return ids(run_checks(include_deployment_checks=True, **options))

    assert check("on") == ["W024"]
    assert check("off") == []


@pytest.mark.databases("sqlite", "mariadb")
def test_other_databases_do_not_compile_statements() -> None:
    assert checks.check_jit(databases=["default"]) == checks.check_jit(databases=None) == []


# SQLite


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({}, ["no WAL", "no transaction_mode"]),
        ({"transaction_mode": "IMMEDIATE"}, ["no WAL"]),
        ({"init_command": "PRAGMA journal_mode = wal"}, ["no transaction_mode"]),
        (SET_UP, []),
    ],
)
def test_sqlite_of_one_user_is_a_warning(
    use_databases: Callable[..., None], options: dict[str, str], problems: list[str]
) -> None:
    use_databases(default={**SQLITE, "OPTIONS": options})
    messages = checks.check_sqlite()
    assert ids(messages) == (["W014"] if problems else [])
    for problem in ("no WAL", "no transaction_mode"):
        assert any(problem in message.msg for message in messages) is (problem in problems)


def test_sqlite_file_that_is_in_wal_mode_needs_no_setting(
    use_databases: Callable[..., None], tmp_path: Path
) -> None:
    name = tmp_path / "site.sqlite3"
    options = {"transaction_mode": "IMMEDIATE"}
    use_databases(default={**SQLITE, "NAME": name, "OPTIONS": options})
    database = sqlite3.connect(name)
    database.execute("CREATE TABLE some (id)")
    database.commit()
    assert ids(checks.check_sqlite()) == ["W014"]
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    assert checks.check_sqlite() == []


@pytest.mark.parametrize("name", [":memory:", "file:site?mode=memory&cache=shared"])
def test_sqlite_in_memory_is_not_checked(use_databases: Callable[..., None], name: str) -> None:
    use_databases(default={**SQLITE, "NAME": name})
    assert checks.check_sqlite() == []


# Connections


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({**POSTGRES, "CONN_MAX_AGE": 0}, ["W015"]),
        ({"ENGINE": "django.db.backends.mysql", "NAME": "site"}, ["W015"]),
        (POSTGRES, []),
        ({**POSTGRES, "CONN_MAX_AGE": None}, []),
        ({**POSTGRES, "CONN_MAX_AGE": 0, "OPTIONS": {"pool": True}}, []),
        (SQLITE, []),
    ],
)
def test_new_connection_for_each_request_is_a_warning(
    use_databases: Callable[..., None], values: dict[str, Any], expected: list[str]
) -> None:
    use_databases(default=values)
    assert ids(checks.check_connections()) == expected


@pytest.mark.parametrize(
    ("values", "hints"),
    [
        ({}, ["DISABLE_SERVER_SIDE_CURSORS"]),
        ({"DISABLE_SERVER_SIDE_CURSORS": True}, []),
        (
            {"DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": {"prepare_threshold": 5}},
            ["prepare_threshold"],
        ),
        ({"PORT": 5432}, []),
    ],
)
def test_pgbouncer_without_its_settings_is_a_warning(
    use_databases: Callable[..., None], values: dict[str, Any], hints: list[str]
) -> None:
    use_databases(default={**POSTGRES, "PORT": 6432, **values})
    messages = checks.check_pgbouncer()
    assert ids(messages) == ["W019"] * len(hints)
    assert all(hint in str(message.hint) for hint, message in zip(hints, messages, strict=True))


# Replicas


@pytest.mark.parametrize(
    ("aliases", "problems"),
    [
        (["replica"], []),
        (["default"], ["the database that is written"]),
        (["other"], ["in no DATABASES"]),
        ("replica", []),  # E007
    ],
)
def test_replica_that_is_no_database_is_an_error(
    use_databases: Callable[..., None], settings: Any, aliases: Any, problems: list[str]
) -> None:
    use_databases(default=POSTGRES, replica=POSTGRES)
    settings.DJANGO_TWEETS_REPLICAS = aliases
    messages = checks.check_replicas()
    assert ids(messages) == ["E020"] * len(problems)
    assert all(text in message.msg for text, message in zip(problems, messages, strict=True))


TIMEOUTS = {"connect_timeout": 2, **POSTGRESQL_TIMEOUTS}
WITH_TIMEOUT: dict[str, Any] = {**POSTGRES, "OPTIONS": TIMEOUTS}
MYSQL: dict[str, Any] = {"ENGINE": "django.db.backends.mysql", "NAME": "site"}
READ_TIMEOUT = {"connect_timeout": 2, "read_timeout": 10}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"DATABASE_ROUTERS": [ROUTER, OUR_ROUTER]}, "is not the first router"),
        ({"DATABASE_ROUTERS": [OUR_ROUTER]}, "nothing reads from them"),
        ({"DATABASE_ROUTERS": []}, "nothing reads from them"),
        ({"DJANGO_TWEETS_REPLICAS": []}, "has no replicas"),
        ({"DJANGO_TWEETS_REPLICAS": 7}, ""),  # E007
        ({"DJANGO_TWEETS_REPLICAS": ["other"]}, ""),  # E020
        ({"MIDDLEWARE": ["no.middleware", "os.path.join"]}, "what they have just written"),
        ({"default": {**POSTGRES, "ATOMIC_REQUESTS": True}}, "reads no replica"),
        ({"replica": {**WITH_TIMEOUT, "ATOMIC_REQUESTS": True}}, "each request is an error"),
        ({"replica": POSTGRES}, "may wait for it for minutes"),
        ({"replica": {**POSTGRES, "OPTIONS": {"connect_timeout": 2}}}, "may wait for it"),
        ({"replica": MYSQL}, "may wait for it for minutes"),
        ({"replica": {**MYSQL, "OPTIONS": {"connect_timeout": 2}}}, "may wait for it"),
        ({"replica": {**MYSQL, "OPTIONS": READ_TIMEOUT}}, ""),
        ({"replica": SQLITE}, ""),
    ],
)
def test_replicas_that_are_not_set_up_are_a_warning(
    use_databases: Callable[..., None], settings: Any, changes: dict[str, Any], problem: str
) -> None:
    use_databases(
        default=changes.get("default", POSTGRES), replica=changes.get("replica", WITH_TIMEOUT)
    )
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    settings.DATABASE_ROUTERS = [OUR_ROUTER, ROUTER]
    settings.MIDDLEWARE = [MIDDLEWARE]
    for name, value in changes.items():
        if name.isupper():
            setattr(settings, name, value)
    messages = checks.check_replica_setup()
    assert ids(messages) == (["W018"] if problem else [])
    assert not problem or problem in only(messages).msg


def test_routers_may_be_objects(settings: Any, use_databases: Callable[..., None]) -> None:
    from django_tweets.routers import ReplicaRouter, WriteDatabaseRouter  # noqa: PLC0415

    use_databases(default=POSTGRES, replica=WITH_TIMEOUT)
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    settings.DATABASE_ROUTERS = [WriteDatabaseRouter(), ReplicaRouter()]
    settings.MIDDLEWARE = [MIDDLEWARE]
    assert checks.check_replica_setup() == []


# Tasks


def test_tasks_that_run_in_the_request_are_an_info() -> None:
    message = only(checks.check_tasks())
    assert message.id == "django_tweets.I002"
    assert message.level == INFO


if django.VERSION >= (6, 0):

    @pytest.mark.parametrize(
        ("backend", "expected"),
        [
            ("django.tasks.backends.dummy.DummyBackend", ["W021"]),
            ("django.tasks.backends.immediate.ImmediateBackend", ["I002"]),
            (f"{__name__}.Queue", []),
        ],
    )
    def test_tasks_that_nobody_runs_are_a_warning(
        settings: Any, backend: str, expected: list[str]
    ) -> None:
        settings.TASKS = {"default": {"BACKEND": backend}}
        assert ids(checks.check_tasks()) == expected

    def test_tasks_without_their_backend_are_another_check(settings: Any) -> None:
        settings.DJANGO_TWEETS_TASK_BACKEND = "missing"
        assert checks.check_tasks() == []

    from django.tasks.backends.base import BaseTaskBackend

    class Queue(BaseTaskBackend):
        """A backend with workers."""

        def enqueue(self, *args: Any, **kwargs: Any) -> Any:
            raise NotImplementedError


# E-mail


@pytest.mark.parametrize(
    ("is_on", "backend", "expected"),
    [
        (True, "console", ["W017"]),
        (True, "dummy", ["W017"]),
        (True, "filebased", ["W017"]),
        (True, "smtp", []),
        (False, "console", []),
        ("yes", "console", []),  # E007
    ],
)
@pytest.mark.parametrize("has_mailers", [True, False])
@pytest.mark.filterwarnings("ignore:The EMAIL_BACKEND setting is deprecated")
def test_digests_that_are_not_sent_are_a_warning(
    settings: Any, is_on: Any, backend: str, expected: list[str], has_mailers: bool
) -> None:
    settings.DJANGO_TWEETS_DIGESTS = is_on
    dotted = f"django.core.mail.backends.{backend}.EmailBackend"
    if has_mailers:
        settings.MAILERS = {"default": {"BACKEND": dotted}}
    else:
        del settings.MAILERS
        settings.EMAIL_BACKEND = dotted
    assert ids(checks.check_mail()) == expected


# Media


def test_files_by_the_view_for_development_are_a_warning(settings: Any) -> None:
    media = re_path(r"^media/(?P<path>.*)$", serve, {"document_root": "media"})
    settings.ROOT_URLCONF = (path("files/", include([media])),)
    message = only(checks.check_media_views())
    assert message.id == "django_tweets.W016"
    assert "'^media/(?P<path>.*)$'" in message.msg


def test_site_without_that_view_has_no_warning() -> None:
    assert checks.check_media_views() == []


# Proxies


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["W020"]),
        ({"SECURE_PROXY_SSL_HEADER": None, "USE_X_FORWARDED_HOST": True}, ["W020"]),
        ({"SECURE_PROXY_SSL_HEADER": None}, []),
        ({"DJANGO_TWEETS_CLIENT_ADDRESS": "accounts.addresses.get_address"}, []),
        ({"DJANGO_TWEETS_CLIENT_ADDRESS": 7}, []),  # E007
        ({"DJANGO_TWEETS_LIMITS": None}, []),
        ({"DJANGO_TWEETS_LIMITS": 7}, []),  # E007
    ],
)
def test_proxy_whose_address_all_visitors_have_is_a_warning(
    settings: Any, changes: dict[str, Any], expected: list[str]
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.DJANGO_TWEETS_LIMITS = {}
    for name, value in changes.items():
        setattr(settings, name, value)
    assert ids(checks.check_proxy()) == expected


@pytest.mark.django_db
def test_checks_for_deployment_run_with_deploy_alone(
    use_databases: Callable[..., None],
) -> None:
    use_databases(default=SQLITE)

    def found(**options: Any) -> set[str]:
        return {str(message.id) for message in run_checks(**options)}

    assert "django_tweets.I002" not in found()
    assert "django_tweets.I002" in found(include_deployment_checks=True)


@pytest.mark.django_db
def test_site_that_is_set_up_well_has_no_warnings(
    settings: Any, use_databases: Callable[..., None]
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://localhost",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
    settings.DJANGO_TWEETS_DIGESTS = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.DJANGO_TWEETS_CLIENT_ADDRESS = "tests.test_deployment_checks.get_address"
    settings.DJANGO_TWEETS_LIMITS = {}
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    settings.DATABASE_ROUTERS = [OUR_ROUTER, ROUTER]
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    use_databases(default=POSTGRES, replica=WITH_TIMEOUT)
    messages = [each for check in checks.DEPLOYMENT_CHECKS for each in check(app_configs=None)]
    assert [each for each in messages if each.level > INFO] == []


def get_address(request: Any) -> str:
    return ""

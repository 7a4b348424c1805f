from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections

from tests import redis_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def _django_db_helper() -> None:
    """Nothing, instead of pytest-django's, which would empty sixty tables after each test."""


@pytest.fixture(scope="module")
def database(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """An empty database of this module alone, which a server process can open too: its settings.

    The tests commit, and nothing is rolled back.
    """
    with django_db_blocker.unblock():
        original = connections["default"]
        params = deepcopy(original.settings_dict)
        if connection.vendor == "sqlite":
            params["NAME"] = str(tmp_path_factory.mktemp("live") / "db.sqlite3")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [params["NAME"]])
        else:
            params["NAME"] = f"{params['NAME']}_live"
            copy_database(original, params["NAME"])
        connections["default"] = type(original)(params, "default")
        try:
            yield {"DATABASES": {"default": connection_settings(params)}}
        finally:
            connections["default"].close()
            connections["default"] = original
            if connection.vendor != "sqlite":
                drop_database(original, params["NAME"])


def connection_settings(params: dict[str, Any]) -> dict[str, Any]:
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "ATOMIC_REQUESTS")
    return {name: params[name] for name in names}


def copy_database(original: Any, name: str) -> None:
    original.close()
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original.settings_dict["NAME"]}"')


def drop_database(original: Any, name: str) -> None:
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server.run_redis() as caches:
        yield caches["default"]["LOCATION"]

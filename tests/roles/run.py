"""Check, migrate and walk through the site of DJANGO_SETTINGS_MODULE. Print the faults.

A site with several databases needs a process of its own: the databases of a test run are made once.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> list[str]:
    """Return the faults of the site."""
    django.setup()
    setup_test_environment(debug=False)
    databases = setup_databases(0, interactive=False)
    try:
        call_command("check", fail_level="WARNING", databases=["default"])
        if apps.is_installed("django_tenants"):
            return walk_through_tenants()
        with ExitStack() as stack:
            if "replica" in connections:
                stack.enter_context(connections["replica"].execute_wrapper(refuse_writes))
            return walk_through()
    finally:
        connections.close_all()
        teardown_databases(databases, 0)
        teardown_test_environment()


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """Execute a statement of a replica if it only reads, and locks nothing."""
    # MySQL's backend sets the isolation level of a connection.
    reads = ("SELECT", "(SELECT", "WITH", "SET SESSION")
    if not sql.lstrip().startswith(reads) or "FOR UPDATE" in sql:
        raise AssertionError(f"This is a write to the replica: {sql}")
    return execute(sql, params, many, context)


def walk_through() -> list[str]:
    """Walk through a site with one set of tables."""
    from tests.roles.tour import Site, walk  # noqa: PLC0415 - models are ready by now

    return walk(Site(start="/tweets/"))


def walk_through_tenants() -> list[str]:
    """Walk through two tenants, neither of which may see anything of the other."""
    from django_tenants.utils import schema_context  # noqa: PLC0415 - for this site alone

    from tests.hosts.roles.clubs.models import Club, Domain  # noqa: PLC0415 - models are ready
    from tests.roles.tour import Site, walk  # noqa: PLC0415 - models are ready by now

    wrong = []
    for name in ("one", "two"):
        club = Club.objects.create(schema_name=name, name=name)
        host = f"{name}.example.org"
        Domain.objects.create(tenant=club, domain=host)
        with schema_context(name):
            wrong += walk(Site(host=host, start="/tweets/"))
    return wrong


if __name__ == "__main__":
    sys.exit("\n".join(main()) or 0)

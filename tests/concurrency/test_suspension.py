"""A member is suspended while a service of theirs waits for the lock of the profile."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from django_tweets.services.suspension import Suspended
from tests.consistency import find_inconsistencies
from tests.services.test_suspension import REFUSED, World, get_profiles

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


def test_suspension_that_is_committed_while_a_service_waits_is_seen() -> None:
    world = World()

    def call(case: str, at_lock: Event) -> Any:
        def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
            if "UPDATE" in sql:  # UPDATE, FOR UPDATE or FOR NO KEY UPDATE: the first lock
                at_lock.set()
            return execute(sql, *args)

        try:
            with connection.execute_wrapper(wrapper):
                return REFUSED[case](world.member, world)
        finally:
            at_lock.set()
            connection.close()

    allowed = []
    with ThreadPoolExecutor(1) as pool:
        for case in REFUSED:
            at_lock = Event()
            with transaction.atomic():
                get_profiles(world.member).update(is_suspended=True)
                future: Future[Any] = pool.submit(call, case, at_lock)
                at_lock.wait()
            if not isinstance(future.exception(), Suspended):
                allowed.append((case, future.exception()))
            get_profiles(world.member).update(is_suspended=False)
    assert allowed == []
    assert find_inconsistencies() == []

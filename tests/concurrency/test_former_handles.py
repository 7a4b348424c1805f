"""Handles given up and taken at the same moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import FormerHandle
from django_tweets.services.retries import retry_deadlocks
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.factories import PROFILE_EXTRA, make_profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


def take(profile: Any, handle: str) -> bool:
    """Return whether profile could take handle."""
    try:
        services.update_profile(profile, handle=handle)
    except ValidationError:
        return False
    return True


def owners(handle: str) -> list[Any]:
    return list(get_profile_model().objects.filter(handle=handle).values_list("pk", flat=True))


def test_nobody_takes_a_handle_while_it_is_given_up() -> None:
    for round_ in range(5):
        wanted = f"wanted{round_}"
        people = [make_profile(wanted), *(make_profile() for _ in range(PEOPLE - 1))]

        def act(number: int, people: list[Any] = people, wanted: str = wanted) -> bool:
            return take(people[number], f"given_up_{wanted}" if number == 0 else wanted)

        assert call_in_threads(act) == [True, *[False] * (PEOPLE - 1)]
        assert owners(wanted) == []


def test_no_new_profile_gets_a_handle_while_it_is_given_up() -> None:
    # One new profile for each handle, and again after a deadlock, as the services do: InnoDB lets
    # an insert of a name wait for the row that is losing it, and that one for the insert.
    members = [make_profile(f"wanted{number}") for number in range(PEOPLE // 2)]

    def act(number: int) -> str:
        place, is_new = divmod(number, 2)
        if not is_new:
            services.update_profile(members[place], handle=f"given_up{place}")
            return ""
        profile = get_profile_model()(display_name=f"wanted{place}", **PROFILE_EXTRA)
        retry_deadlocks(profile.save, using="default")
        return str(profile.handle)

    handles = [handle for handle in call_in_threads(act) if handle]
    assert all(handle.startswith("wanted") and "_" in handle for handle in handles)


def test_one_of_eight_members_takes_a_handle_that_is_free_again() -> None:
    services.update_profile(make_profile("wanted"), handle="given_up")
    FormerHandle.objects.update(released_at=timezone.now() - timedelta(days=91))
    people = [make_profile() for _ in range(PEOPLE)]
    assert sum(call_in_threads(lambda number: take(people[number], "wanted"))) == 1
    assert len(owners("wanted")) == 1


def test_eight_members_give_up_handles_at_once() -> None:
    people = [make_profile(f"before{number}") for number in range(PEOPLE)]

    def rename(number: int) -> bool:
        return all(take(people[number], f"name{number}_{n}") for n in range(12))

    assert all(call_in_threads(rename))
    assert FormerHandle.objects.count() == PEOPLE * 10

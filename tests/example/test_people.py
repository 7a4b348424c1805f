"""The members of the demo community."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from community.people import BY_USERNAME, EVERYONE, ORGANISATION, PASSWORD, PEOPLE

from .test_tweets import NOW

if TYPE_CHECKING:
    from community.people import Person


def test_there_are_forty_people_and_the_organisation() -> None:
    assert len(PEOPLE) == 40
    assert ORGANISATION not in PEOPLE
    assert len(BY_USERNAME) == 41
    assert len({person.name for person in EVERYONE}) == 41
    assert "ada" in BY_USERNAME
    assert len(PASSWORD) >= 8


@pytest.mark.parametrize("person", EVERYONE, ids=lambda person: person.username)
def test_person_fits_a_profile(person: Person) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,20}", person.username)
    assert 0 < len(person.name) <= 50
    assert len(person.bio) <= 200
    assert re.fullmatch(r"|https://([a-z-]+\.)?example\.(org|com)(/[a-z-]+)?", person.website)
    assert person.joined_days_ago > 0
    assert person.languages
    assert 0 <= person.awake_hours[0] < person.awake_hours[1] <= 24


@pytest.mark.parametrize(
    ("hour", "expected"), [(3, (4, 7)), (7, (4, 7)), (20, (4, 20)), (21, (5, 7))]
)
def test_next_awake_skips_the_night(hour: int, expected: tuple[int, int]) -> None:
    at = BY_USERNAME["mira"].next_awake(NOW.replace(hour=hour))
    assert (at.day, at.hour, at.minute) == (*expected, 30)

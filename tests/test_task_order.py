"""Tasks that run late, in any order, and twice give the rows of tasks that run at once."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.consistency import find_inconsistencies
from tests.lost_tasks import losing_tasks
from tests.row_comparison import read_rows
from tests.services.test_sweep import name_of, start_again
from tests.sweep_actions import ACTIONS, make_people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media"),
    pytest.mark.databases("sqlite"),
]

CHAINS = [actions for actions in ACTIONS if len(actions) > 1]


def shuffle_twice(works: list[Any]) -> list[Any]:
    """Return works backwards, and then again in a random order."""
    return works[::-1] + random.Random(7).sample(works, len(works))


@pytest.mark.parametrize("actions", CHAINS, ids=lambda each: "-".join(map(name_of, each)))
def test_late_tasks_give_the_same_rows(actions: tuple[Any, ...]) -> None:
    with losing_tasks() as in_order:
        people = make_people()
        for action in actions:
            action(*people)
    for work, *keys in in_order:
        work(*keys)
    expected = read_rows()
    start_again()
    with losing_tasks() as late:
        people = make_people()
        for action in actions:
            action(*people)
    for work, *keys in shuffle_twice(late):
        work(*keys)
    assert read_rows() == expected
    assert find_inconsistencies() == []

"""Everybody in the demo community."""

from __future__ import annotations

from .neighbours import NEIGHBOURS
from .person import Person
from .regulars import REGULARS

__all__ = ["BY_NAME", "PASSWORD", "PEOPLE", "YARD", "Person"]

PASSWORD = "slack-water-1931"  # noqa: S105  # everybody's, and no secret: the site is a demo
"""The password of every account of the demo. The easiest one to log in as is ``ada``."""

YARD = Person(
    username="ferryyard",
    name="The Ferry Yard",
    bio=(
        "A shared workshop on the river Marl: boats, wood, bikes, print, electronics, a garden "
        "and a kettle called the Admiral. Everyone is welcome, Mondays excepted."
    ),
    location="Landing Lane, Marlhithe",
    website="https://ferryyard.example.org",
    joined=3300,
    talk=5,
    topics=("events", "site", "boats"),
    awake=(8, 21),
)
"""The organisation's own account."""

PEOPLE: tuple[Person, ...] = REGULARS + NEIGHBOURS
"""Its forty people, without the organisation."""

BY_NAME = {person.username: person for person in (*PEOPLE, YARD)}

"""The members of the demo community, read from ``data/people.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .data_files import DATA, read_toml

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

PASSWORD = "slack-water-1931"  # noqa: S105  # of every account: no secret, as the site is a demo


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo community. The fields are the keys in ``people.toml``."""

    username: str
    """Also the handle. At most 20 characters of ``a-z0-9_``."""
    name: str
    """The display name, in any script."""
    joined_days_ago: int
    talkativeness: int
    """From 0 (only reads) to 5 (writes all the time)."""
    topics: tuple[str, ...]
    bio: str = ""
    """At most 200 characters."""
    location: str = ""
    website: str = ""
    """Empty, or a URL in a domain that is reserved for examples."""
    languages: tuple[str, ...] = ("en",)
    """Language codes, the most used first."""
    awake_hours: tuple[int, int] = (8, 23)
    """First hour of the day with activity, and the hour at which it ends."""
    follow_count: int | None = None
    """How many accounts the person follows. None: computed from ``talkativeness``."""
    follows_organisation: bool = True
    protected_for_days: int = 0
    """How many days ago the account became protected. 0: it is not protected."""
    like_rate: float | None = None
    """Likes and retweets relative to others. None: drawn at random."""

    def next_awake(self, at: datetime) -> datetime:
        """Return ``at``, or the same minute of the person's next awake hour."""
        first, end = self.awake_hours
        if first <= at.hour < end:
            return at
        day = at + timedelta(days=at.hour >= end)
        return day.replace(hour=first)


def _person(row: dict[str, Any]) -> Person:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Person(**fields)


_data = read_toml(DATA / "people.toml")

ORGANISATION: Person = _person(_data["organisation"])
"""The account of the Ferry Yard itself."""

PEOPLE: tuple[Person, ...] = tuple(_person(row) for row in _data["people"])
"""The forty members, without the organisation."""

EVERYONE = (*PEOPLE, ORGANISATION)

BY_USERNAME = {person.username: person for person in EVERYONE}

"""Sizes of the sites that are measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

START = datetime(2024, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=700)


class Size(NamedTuple):
    """The size of a site. Each has more than 5,000 users, since one reader follows 5,000."""

    name: str
    tweets: int
    users: int
    follows: int
    """Follows of an ordinary user, on average."""


SIZES = {
    size.name: size
    for size in [
        Size("20k", 20_000, 6_000, 10),
        Size("200k", 200_000, 10_000, 30),
        Size("2m", 2_000_000, 20_000, 100),
    ]
}

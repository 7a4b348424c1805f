from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from django_tweets import search
from django_tweets.search.backends import indexed
from tests.pace import set_pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

    Find = Callable[..., list[Tweet]]

# InnoDB's full text index contains only committed rows.
COMMITTED = pytest.mark.django_db(transaction=connection.vendor == "mysql")


@pytest.fixture
def find() -> Find:
    def find(typed: str, viewer: Profile | None = None, **options: Any) -> list[Tweet]:
        """Return the tweets that typed finds, oldest first."""
        return search.search_tweets(search.parse_query(typed), viewer, **options).rows[::-1]

    return find


@pytest.fixture
def by_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find all tweets but those of the last moment by the index, as on a large site.

    A search that no index can answer scans all.
    """
    monkeypatch.setattr(indexed, "WINDOWS", (1,))
    set_pace(timedelta(milliseconds=60), age=timedelta(minutes=10))

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from django_tweets import search
from django_tweets.search.backends import entry_scan, indexed

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
    """Scan only the newest entry, and find all others by the index, as on a large site."""
    monkeypatch.setattr(indexed, "WINDOWS", (1,))
    monkeypatch.setattr(entry_scan, "MINUTE", 1)  # all tweets of a test are of one minute

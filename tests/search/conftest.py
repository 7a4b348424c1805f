from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from django_tweets import search
from django_tweets.search.backends import indexed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

    Find = Callable[..., list[Tweet]]

# InnoDB's index of words knows what has been committed.
COMMITTED = pytest.mark.django_db(transaction=connection.vendor == "mysql")


@pytest.fixture
def find() -> Find:
    def find(typed: str, viewer: Profile | None = None, **options: Any) -> list[Tweet]:
        """What typed finds, the oldest first, as it was written."""
        return search.search_tweets(search.parse(typed), viewer, **options).rows[::-1]

    return find


@pytest.fixture
def by_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """All entries but the newest are found by the index of words, as most are on a large site."""
    monkeypatch.setattr(indexed, "WINDOWS", (1,))

"""Lists of hashtags and mentions read their own rows, however many other tweets are newer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, timelines
from django_tweets.models import Hashtag
from tests.factories import TWEET_EXTRA, make_profile, make_tweets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.databases("postgresql")]

TAGGED = 1_000
NEWER = 3_000
BLOCKS = 2_500  # a page takes 860 or 1,520; two for each newer tweet would be 6,000

LISTS: dict[str, Callable[[Profile, Profile | None], Any]] = {
    "hashtag": lambda fan, viewer: timelines.hashtag_tweets(Hashtag(key=b"topic".hex()), viewer),
    "mentions": timelines.mentioning_tweets,
}


@pytest.fixture
def fan() -> Profile:
    """A fan whom many tweets mention, with a hashtag, and then none of many more."""
    person, author = make_profile("fan"), make_profile("author")
    tweets: Any = get_tweet_model().objects
    tweets.bulk_create(
        tweets.model(profile=author, content=f"@fan #topic {n}", **TWEET_EXTRA)
        for n in range(TAGGED)
    )
    make_tweets(author, NEWER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return person


def count_blocks(sql: str) -> int:
    """Return how many blocks of tables and indexes PostgreSQL looks at for a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", None)
        (found,) = cursor.fetchone()
    (plan,) = json.loads(found) if isinstance(found, str) else found
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def test_newer_tweets_are_not_read(fan: Profile) -> None:
    for name, read in LISTS.items():
        for viewer in (None, make_profile()):
            with CaptureQueriesContext(connection) as queries:
                page = read(fan, viewer)
            assert len(page.tweets) == 20
            (sql,) = [query["sql"] for query in queries if "ORDER BY" in query["sql"]]
            assert count_blocks(sql) < BLOCKS, f"{name}, {viewer}"

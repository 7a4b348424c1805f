"""Searches that scan the newest entries: pages of a bounded time, unmoved by hidden tweets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_tweet_model, search
from django_tweets.reading import windows
from django_tweets.search.backends import entry_scan, indexed, sqlite, unindexed
from django_tweets.snowflake import first_id, get_time
from django_tweets.timelines import Cursor
from tests.factories import make_profile, make_tweet
from tests.pace import set_pace
from tests.search.conftest import COMMITTED

if TYPE_CHECKING:
    from datetime import datetime

    from tests.factories import Profile, Tweet

PLAIN = {"BACKEND": "django_tweets.search.backends.unindexed.UnindexedSearch"}
MINUTE = timedelta(minutes=1)

pytestmark = COMMITTED


@pytest.fixture(params=["default", "plain"], autouse=True)
def _backend(request: pytest.FixtureRequest, settings: Any) -> None:
    if request.param == "plain":
        settings.DJANGO_TWEETS_SEARCH = PLAIN


@pytest.fixture(autouse=True)
def _windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that no index can answer scans the entries of two minutes, then of three more."""
    monkeypatch.setattr(indexed, "WINDOWS_WITHOUT_INDEX", (2, 3))
    monkeypatch.setattr(sqlite, "WINDOWS_WITHOUT_INDEX", (2, 3))
    monkeypatch.setattr(unindexed, "WINDOWS", (2, 3))
    set_pace(MINUTE)


@pytest.fixture
def ada(db: None) -> Profile:
    return make_profile("ada")


@pytest.fixture
def now() -> datetime:
    return timezone.now() - MINUTE / 2


def read_pages(
    typed: str, viewer: Profile | None, cursor: Cursor, size: int = 3
) -> tuple[list[tuple[list[Tweet], int]], list[Cursor]]:
    """Return the rows and the number of statements of each page, and the cursors between them."""
    pages: list[tuple[list[Tweet], int]] = []
    cursors: list[Cursor] = []
    while len(pages) < 20:
        with CaptureQueriesContext(connection) as statements:
            page = search.search_tweets(search.parse_query(typed), viewer, cursor, size)
        pages.append((page.rows, len(statements)))
        following = page.newer if cursor.is_ascending else page.older
        if following is None:
            break
        cursors.append(cursor := following)
    return pages, cursors


def test_page_reads_the_tweets_of_a_bounded_time(ada: Profile, now: datetime) -> None:
    tea = make_tweet(ada, "tea", created_at=now - 8 * MINUTE)
    for n in range(8):
        make_tweet(ada, "coffee", created_at=now - n * MINUTE)
    pages, (first, *_) = read_pages("-coffee", None, Cursor())
    assert pages[0][0] == []
    assert first.before
    assert timezone.now() - get_time_of(first.before) == pytest.approx(5 * MINUTE, abs=MINUTE / 4)
    assert pages[1][0] == [tea]


def get_time_of(snowflake: int) -> datetime:
    """Return the time of an id, aware only if the site uses time zones."""
    at = get_time(snowflake)
    return at if timezone.is_aware(timezone.now()) else at.replace(tzinfo=None)


def test_pages_end_at_the_age_of_the_site(ada: Profile, now: datetime) -> None:
    for n in (0, 11):
        make_tweet(ada, "coffee", created_at=now - n * MINUTE)
    set_pace(MINUTE, age=16 * MINUTE)
    pages, _ = read_pages("-coffee", None, Cursor())
    assert [rows for rows, _ in pages] == [[]] * 4


@pytest.mark.parametrize("typed", ["-coffee", "-coffee min_faves:0", "tea", "tea -milk"])
def test_hidden_tweet_moves_no_window(ada: Profile, now: datetime, typed: str) -> None:
    """Wherever it stands, pages, cursors and numbers of statements are the same."""
    reader = make_profile("reader")
    for n in range(16):
        text = "tea" if n % 5 == 0 else "coffee"
        make_tweet(ada, text, created_at=now - n * MINUTE)
    oldest = Cursor(after=first_id(now - 20 * MINUTE))
    expected = [read_pages(typed, reader, start) for start in (Cursor(), oldest)]
    for n in range(16):
        for seconds in (-1, 1):
            at = now - n * MINUTE + timedelta(seconds=seconds)
            make_tweet(ada, "tea milk"[: 3 + 5 * (n % 2)], visibility="followers", created_at=at)
    seen = [read_pages(typed, reader, start) for start in (Cursor(), oldest)]
    for (pages, cursors), (pages_before, cursors_before) in zip(seen, expected, strict=True):
        assert pages == pages_before
        times = [get_time(cursor.before or cursor.after or 0) for cursor in cursors]
        before = [get_time(cursor.before or cursor.after or 0) for cursor in cursors_before]
        # A window begins at the time of the search: the second one was some seconds later.
        assert times == [pytest.approx(at, abs=MINUTE / 4) for at in before]


def test_window_stops_at_a_minute_where_much_more_was_written(ada: Profile, now: datetime) -> None:
    """Its end is not the id of a tweet, which may be hidden."""
    set_pace(60 * MINUTE)
    at = (now - 60 * MINUTE).replace(second=7)
    tea = make_tweet(ada, "tea", created_at=at - 40 * MINUTE)
    for n in range(30):
        make_tweet(ada, "coffee", created_at=at - n * MINUTE)
    pages, cursors = read_pages("-coffee", None, Cursor(before=first_id(at + MINUTE)))
    assert [tweet for rows, _ in pages for tweet in rows] == [tea]
    ends = [cursor.before for cursor in cursors]
    assert ends[0] == first_id(at.replace(second=0, microsecond=0) - 19 * MINUTE)
    assert all(end and end % entry_scan.MINUTE == 0 for end in ends)


def test_pace_is_rounded_and_kept(
    ada: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "SAMPLE", 3)
    cache.delete(windows.CACHE_KEY)
    for days in (1, 2):
        make_tweet(ada, created_at=now - timedelta(days=days))
    assert windows.get_pace() is None
    for days in (4, 9):
        make_tweet(ada, created_at=now - timedelta(days=days))
    assert windows.get_pace() is None
    cache.delete(windows.CACHE_KEY)
    with CaptureQueriesContext(connection) as statements:
        pace = windows.get_pace()
    assert len(statements) == 1
    assert pace
    exact = first_id(now) - first_id(now - timedelta(days=4))
    assert 0.7 < pace.span / exact < 1.42
    assert 1 <= pace.age / first_id(now) * (first_id(now) / (exact * 9 / 4)) <= 2.01
    assert [field & (field - 1) for field in pace] == [0, 0]  # powers of two
    get_tweet_model()._base_manager.all()[:1].get().delete()
    assert windows.get_pace() == pace

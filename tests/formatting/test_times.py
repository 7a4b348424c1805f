from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from django_tweets.formatting.times import ago, aware, exactly

NOW = datetime(2026, 3, 12, 14, 30)  # noqa: DTZ001 - a host may have USE_TZ = False


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(minutes=-3), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=6, hours=23), "6 d"),
        (timedelta(days=7), "March 5"),
        (timedelta(days=70), "January 1"),
        (timedelta(days=71), "Dec. 31, 2025"),
    ],
)
@pytest.mark.parametrize("zone", [None, UTC])
def test_how_long_ago(age: timedelta, words: str, zone: Any) -> None:
    now = NOW.replace(tzinfo=zone)
    assert ago(now - age, now) == words


def test_the_day_is_that_of_the_reader() -> None:
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    now = datetime(2026, 2, 1, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert ago(moment, now) == "January 1"
        assert exactly(moment) == "Jan. 1, 2026 · 8:30 a.m."
    with timezone.override("America/Lima"):
        assert ago(moment, now) == "Dec. 31, 2025"


def test_in_the_formats_of_the_language() -> None:
    for language, day, moment in [
        ("en", "May 1, 2025", "May 1, 2025 · 2:30 p.m."),
        ("de", "1. Mai 2025", "1. Mai 2025 · 14:30"),
        ("ja", "2025年5月1日", "2025年5月1日 · 14:30"),
    ]:
        with translation.override(language):
            assert ago(NOW.replace(2025, 5, 1), NOW) == day
            assert exactly(NOW.replace(2025, 5, 1)) == moment


def test_a_time_without_a_zone_is_of_the_site() -> None:
    assert timezone.is_aware(aware(NOW))
    assert aware(NOW).replace(tzinfo=None) == NOW
    assert aware(NOW.replace(tzinfo=UTC)) == NOW.replace(tzinfo=UTC)

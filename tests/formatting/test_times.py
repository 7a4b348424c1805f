from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import formats, timezone, translation

from django_tweets.formatting.times import format_age, format_datetime, make_aware

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
def test_age_of_a_moment(age: timedelta, words: str, zone: Any) -> None:
    now = NOW.replace(tzinfo=zone)
    assert format_age(now - age, now) == words


def test_day_is_in_the_current_time_zone() -> None:
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    now = datetime(2026, 2, 1, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert format_age(moment, now) == "January 1"
        assert format_datetime(moment) == "Jan. 1, 2026 · 8:30 a.m."
    with timezone.override("America/Lima"):
        assert format_age(moment, now) == "Dec. 31, 2025"


def test_dates_are_in_the_format_of_the_language() -> None:
    for language, day, moment in [
        ("en", "May 1, 2025", "May 1, 2025 · 2:30 p.m."),
        ("de", "1. Mai 2025", "1. Mai 2025 · 14:30"),
        ("ja", "2025年5月1日", "2025年5月1日 · 14:30"),
    ]:
        with translation.override(language):
            assert format_age(NOW.replace(2025, 5, 1), NOW) == day
            assert format_datetime(NOW.replace(2025, 5, 1)) == moment


def test_seconds_are_shown_if_the_format_has_them(settings: Any) -> None:
    settings.TIME_FORMAT = "H:i:s"
    formats.reset_format_cache()
    with translation.override("af"):  # Django has no formats of this language
        assert format_datetime(NOW.replace(second=5)).endswith("14:30:05")
    formats.reset_format_cache()


def test_naive_time_is_in_the_default_time_zone() -> None:
    assert timezone.is_aware(make_aware(NOW))
    assert make_aware(NOW).replace(tzinfo=None) == NOW
    assert make_aware(NOW.replace(tzinfo=UTC)) == NOW.replace(tzinfo=UTC)

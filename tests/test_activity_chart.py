from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from django_tweets.activity_chart import GUTTER, LEVELS, STEP, WEEKS, ActivityChart, Day

TODAY = date(2026, 3, 4)  # a Wednesday


def count_dots_by_level(year: ActivityChart) -> list[int]:
    """Return the number of days of each level."""
    return [each.path.count("M") for each in year.dots]


@pytest.mark.parametrize(
    ("language", "first", "name"), [("en", 6, "Sun"), ("de", 0, "Mo"), ("fa", 5, "شنبه")]
)
def test_weeks_start_on_the_first_day_of_the_locale(language: str, first: int, name: str) -> None:
    with translation.override(language):
        year = ActivityChart({}, TODAY)
        assert name in year.weekdays[0]
        weeks = year.weeks
    assert [len(week) for week in weeks] == [7] * WEEKS
    assert {week[0].date.weekday() for week in weeks} == {first}
    days = [day for week in weeks for day in week]
    assert [day.date - days[0].date for day in days] == [timedelta(n) for n in range(7 * WEEKS)]
    assert year.days[-1] == Day(TODAY, 0)
    assert all(day.count is None for day in days if day.date > TODAY)
    assert weeks[-1][0].date <= TODAY <= weeks[-1][-1].date


def test_totals_and_best_day() -> None:
    counts = {TODAY: 2, TODAY - timedelta(days=9): 2, date(2025, 3, 9): 1, date(2024, 1, 1): 7}
    year = ActivityChart(counts, TODAY)
    assert (year.total, year.active) == (5, 3)
    assert year.best == Day(TODAY, 2)


def test_chart_without_activity() -> None:
    year = ActivityChart({}, TODAY)
    assert (year.total, year.active, year.best) == (0, 0, None)
    assert count_dots_by_level(year) == [len(year.days), 0, 0, 0, 0]


def test_levels_are_quartiles_of_active_days() -> None:
    """One day with a thousand tweets does not give all other days the same level."""
    counts = {TODAY - timedelta(days=n): n + 1 for n in range(40)}
    year = ActivityChart({**counts, TODAY: 1000}, TODAY)
    assert len(count_dots_by_level(year)) == LEVELS + 1
    assert count_dots_by_level(year)[1:] == [11, 10, 10, 9]
    assert count_dots_by_level(ActivityChart(dict.fromkeys(counts, 3), TODAY))[1:] == [40, 0, 0, 0]


def test_chart_follows_the_text_direction() -> None:
    today = {TODAY: 1}
    with translation.override("en"):
        english = ActivityChart(today, TODAY)
        assert english.direction == "ltr"
        right = GUTTER + STEP * (WEEKS - 1) + STEP // 2
        assert english.dots[1].path.startswith(f"M{right} ")
        assert english.labels[-1].x == "0"
        width = int(english.size.split()[2])
    with translation.override("ar"):
        arabic = ActivityChart(today, TODAY)
        assert arabic.direction == "rtl"
        assert arabic.dots[1].path.startswith(f"M{width - right} ")
        assert arabic.labels[-1].x == str(width)


def test_chart_labels_months_and_weekdays() -> None:
    for day in range(31):
        year = ActivityChart({}, date(2026, 1, 1) + timedelta(days=day))
        texts = [label.text for label in year.labels]
        months, days = texts[:-3], texts[-3:]
        assert days == ["Mon", "Wed", "Fri"]
        assert 11 <= len(months) <= 13
        assert len(set(months)) >= 11
        places = [int(label.x) for label in year.labels[:-3]]
        assert all(b - a >= 2 * STEP for a, b in itertools.pairwise(places))


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_coordinates_are_not_localized(language: str) -> None:
    """SVG has decimal points and no thousands separators, in any language."""
    with translation.override(language):
        year = ActivityChart({TODAY: 1}, TODAY)
        paths = [each.path + each.sample for each in year.dots]
        assert all(re.fullmatch(r"(M\d+ \d+h0)+", path) for path in paths if path)

"""The example site's own pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from site_pages import events, opening_hours


def make_local_time(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (make_local_time(2026, 3, 2, 12), "Closed now, opens tomorrow at 10:00"),
        (make_local_time(2026, 3, 3, 9, 59), "Closed now, opens today at 10:00"),
        (make_local_time(2026, 3, 3, 10), "Open now, until 18:00"),
        (make_local_time(2026, 3, 3, 18), "Closed now, opens tomorrow at 10:00"),
        (make_local_time(2026, 3, 5, 21, 59), "Open now, until 22:00"),
        (make_local_time(2026, 3, 8, 16), "Closed now, opens on Tuesday at 10:00"),
    ],
)
def test_status_says_whether_the_workshop_is_open(now: datetime, status: str) -> None:
    assert opening_hours.status(now) == status


def test_upcoming_events_are_in_order_and_not_over() -> None:
    now = make_local_time(2026, 3, 7, 19, 30)
    coming = events.upcoming(now)
    assert coming[0].programme.title == "Open yard"
    starts = [(event.day, event.programme.starts) for event in coming]
    assert starts == sorted(starts)
    later = events.upcoming(make_local_time(2026, 3, 7, 20))
    assert later[0].day == date(2026, 3, 8)


def test_monthly_events_are_in_the_right_week() -> None:
    coming = events.upcoming(make_local_time(2026, 3, 1, 0), weeks=9)
    cafes = [event.day for event in coming if event.programme.title == "Repair café"]
    assert cafes == [date(2026, 3, 1), date(2026, 4, 5)]


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (make_local_time(2026, 3, 2, 9), ["This week", "Next week", "Week of 16 March"]),
        (make_local_time(2026, 3, 8, 20), ["Next week", "Week of 16 March", "Week of 23 March"]),
    ],
)
def test_events_are_grouped_by_named_weeks(today: datetime, names: list[str]) -> None:
    assert list(events.by_week(today))[:3] == names

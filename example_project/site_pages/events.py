"""Events: weekly and monthly programmes and their next dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass(frozen=True, slots=True)
class Programme:
    """An event that repeats every week, or in one week of every month."""

    title: str
    weekday: int
    starts: time
    ends: time
    place: str
    about: str
    kind: str
    """CSS class of its signal flag: boats, wood, bikes, print, wires or table."""
    week: int | None = None
    """1 for the first such weekday of the month, and so on; None for every week."""

    def is_on(self, day: date) -> bool:
        return day.weekday() == self.weekday and self.week in {None, (day.day - 1) // 7 + 1}


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a programme."""

    programme: Programme
    day: date

    def week(self, today: date) -> str:
        """Name the week of the event, as seen from ``today``."""
        monday = self.day - timedelta(days=self.day.weekday())
        ahead = (monday - today + timedelta(days=today.weekday())).days // 7
        return {0: "This week", 1: "Next week"}.get(ahead, f"Week of {monday.day} {monday:%B}")


PROGRAMMES = (
    Programme(
        "Open bench",
        TUESDAY,
        time(10),
        time(18),
        "All benches",
        "Bring what you are making, or nothing. Somebody shows you round at five.",
        "wood",
    ),
    Programme(
        "Bike night",
        WEDNESDAY,
        time(18),
        time(21),
        "Bottom of the ramp",
        "Stands, tools and company for anyone with a bicycle. Bring the bicycle.",
        "bikes",
    ),
    Programme(
        "Soup and shanties",
        THURSDAY,
        time(18, 30),
        time(22),
        "The long table",
        "Vegan soup at half past six, singing from eight. Bring your own bowl and any voice.",
        "table",
    ),
    Programme(
        "Print night",
        FRIDAY,
        time(19),
        time(22),
        "Print room",
        "Set a line, pull a proof, go home with ink on your hands.",
        "print",
    ),
    Programme(
        "Open yard",
        SATURDAY,
        time(10),
        time(20),
        "Everywhere",
        "The doors stand open. Never been? Come in and look lost, it works.",
        "boats",
    ),
    Programme(
        "Repair café",
        SUNDAY,
        time(10),
        time(16),
        "Electronics, upstairs",
        "Bring the broken thing and, if you can, the missing bit of the broken thing.",
        "wires",
        week=1,
    ),
    Programme(
        "Sharpening class",
        SATURDAY,
        time(10, 30),
        time(12, 30),
        "Bench 4",
        "Six places. Bring the chisel you’re ashamed of.",
        "wood",
        week=2,
    ),
    Programme(
        "Trips on the Marigold",
        SATURDAY,
        time(14),
        time(16),
        "The landing steps",
        "Eight seats, once round Otter Island and back, tide and weather permitting.",
        "boats",
        week=3,
    ),
    Programme(
        "Hammer-in",
        SUNDAY,
        time(11),
        time(15),
        "The forge",
        "Four anvils, six smiths. Earplugs provided, cake for the neighbours.",
        "boats",
        week=4,
    ),
    Programme(
        "Sunday club",
        SUNDAY,
        time(10, 30),
        time(12, 30),
        "The big table",
        "For makers aged 7 to 12. Adults may stay if they behave.",
        "table",
    ),
)


def upcoming(now: datetime, *, weeks: int = 4) -> list[Event]:
    """List the events that have not ended at a local time, the next first."""
    days = [now.date() + timedelta(days=ahead) for ahead in range(weeks * 7)]
    events = [
        Event(programme, day)
        for day in days
        for programme in PROGRAMMES
        if programme.is_on(day) and (day > now.date() or programme.ends > now.time())
    ]
    return sorted(events, key=lambda event: (event.day, event.programme.starts))


def by_week(now: datetime) -> dict[str, list[Event]]:
    """Group the upcoming events by the name of their week."""
    weeks: dict[str, list[Event]] = {}
    for event in upcoming(now):
        weeks.setdefault(event.week(now.date()), []).append(event)
    return weeks

"""Format times: the age for lists, and the full date and time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.html import escape
from django.utils.translation import get_language, npgettext, pgettext

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from django.utils.safestring import SafeString

MINUTE, HOUR, DAY, WEEK = (timedelta(minutes=n) for n in (1, 60, 1440, 10080))


def today() -> date:
    """Return the current date in the current time zone."""
    return datetime.now(timezone.get_current_timezone()).date()


class TimeFormat:
    """Times as HTML, in the language and the time zone that are active when it is made.

    A page makes one, because a look-up of the active language takes as long as the rest.

    now: the moment from which ages are counted. It is aware if their moments are.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.language = get_language()
        self.zone: tzinfo = timezone.get_current_timezone()

    @cached_property
    def _date_format(self) -> str:
        form: str = get_format("DATE_FORMAT")
        return form

    @cached_property
    def _month_day_format(self) -> str:
        form: str = get_format("MONTH_DAY_FORMAT")
        return form

    @cached_property
    def _time_format(self) -> str:
        form: str = get_format("TIME_FORMAT")
        return form

    @cached_property
    def _has_seconds(self) -> bool:
        return bool({"s", "u"} & {*self._time_format})

    @cached_property
    def _year(self) -> int:
        return self._to_local(self.now).year

    def format_age(self, moment: datetime) -> SafeString:
        """Return the age of moment, such as 5 min; after a week the date, with its year if past.

        A moment in the future is "now".
        """
        age = self.now - moment
        if age < MINUTE:
            return _format_number("now", 0, self.language)
        if age < HOUR:
            return _format_number("min", age // MINUTE, self.language)
        if age < DAY:
            return _format_number("h", age // HOUR, self.language)
        if age < WEEK:
            return _format_number("d", age.days, self.language)
        day = self._to_local(moment).date()
        form = self._month_day_format if day.year == self._year else self._date_format
        return _format_day(day, form, self.language)

    def format_datetime(self, moment: datetime) -> SafeString:
        """Return date and time in the formats of the language."""
        local = self._to_local(moment).replace(tzinfo=None)
        if not self._has_seconds:
            local = local.replace(second=0, microsecond=0)
        return _format_datetime(local, self._date_format, self._time_format, self.language)

    def _to_local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone) if timezone.is_aware(moment) else moment


def format_age(moment: datetime, now: datetime) -> SafeString:
    """Return the age of moment as TimeFormat does. Both are aware or both naive."""
    return TimeFormat(now).format_age(moment)


def format_datetime(moment: datetime) -> SafeString:
    """Return date and time in the formats of the active language."""
    return TimeFormat(moment).format_datetime(moment)


def format_timestamp(moment: datetime) -> str:
    """Return moment for the attribute datetime of a <time>, in seconds.

    HTML allows at most three digits after the seconds, and nobody needs them.
    """
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def make_aware(moment: datetime) -> datetime:
    """Return moment as aware. A naive one (USE_TZ = False) is in the default time zone."""
    if timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment, timezone.get_default_timezone())


# Each of these is called with the active language, which is a part of the key of its cache. Django
# formats a date in 9 µs and translates a text in 3, and the tweets of a page are from few days.


@lru_cache(maxsize=1024)
def _format_number(unit: str, n: int, language: str) -> SafeString:
    # One message for each unit: position and plural of the number differ by language.
    if unit == "now":
        return escape(pgettext("age", "now"))
    if unit == "min":
        return escape(npgettext("age", "%(n)d min", "%(n)d min", n) % {"n": n})
    if unit == "h":
        return escape(npgettext("age", "%(n)d h", "%(n)d h", n) % {"n": n})
    return escape(npgettext("age", "%(n)d d", "%(n)d d", n) % {"n": n})


@lru_cache(maxsize=1024)
def _format_day(day: date, form: str, language: str) -> SafeString:
    return escape(dateformat.format(day, form))


@lru_cache(maxsize=4096)
def _format_datetime(
    moment: datetime, date_format: str, time_format: str, language: str
) -> SafeString:
    day = dateformat.format(moment.date(), date_format)
    return escape(f"{day} · {dateformat.time_format(moment.time(), time_format)}")

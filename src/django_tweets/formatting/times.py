"""Format times: the age for lists, and the full date and time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, npgettext, pgettext

if TYPE_CHECKING:
    from datetime import date

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def today() -> date:
    """Return the current date in the current time zone."""
    return datetime.now(timezone.get_current_timezone()).date()


def format_age(moment: datetime, now: datetime) -> str:
    """Return the age of moment, such as 5 min; after a week the date, with its year if past.

    Both are aware or both naive. A moment in the future is "now".
    """
    age = now - moment
    # One message for each unit: position and plural of the number differ by language.
    if age < MINUTE:
        return pgettext("age", "now")
    if age < HOUR:
        n = age // MINUTE
        return npgettext("age", "%(n)d min", "%(n)d min", n) % {"n": n}
    if age < DAY:
        n = age // HOUR
        return npgettext("age", "%(n)d h", "%(n)d h", n) % {"n": n}
    if age < 7 * DAY:
        n = age.days
        return npgettext("age", "%(n)d d", "%(n)d d", n) % {"n": n}
    local = _to_local(moment)
    is_of_this_year = local.year == _to_local(now).year
    return _format_day(
        local.date(), get_format("MONTH_DAY_FORMAT" if is_of_this_year else "DATE_FORMAT")
    )


def format_datetime(moment: datetime) -> str:
    """Return date and time in the formats of the active language."""
    local = _to_local(moment)
    day = _format_day(local.date(), get_format("DATE_FORMAT"))
    return f"{day} · {dateformat.time_format(local.time(), get_format('TIME_FORMAT'))}"


def make_aware(moment: datetime) -> datetime:
    """Return moment as aware. A naive one (USE_TZ = False) is in the default time zone."""
    if timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment, timezone.get_default_timezone())


def _to_local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _format_day(day: date, form: str) -> str:
    return _format_day_in(day, form, get_language())


@lru_cache(maxsize=1024)
def _format_day_in(day: date, form: str, language: str) -> str:
    """Cache Django's date format, which takes 9 µs: the tweets of a page are from few days."""
    return dateformat.format(day, form)

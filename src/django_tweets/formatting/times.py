"""When something was: roughly, as one skims, and exactly."""

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
    """The day that it is in the current time zone."""
    return datetime.now(timezone.get_current_timezone()).date()


def ago(moment: datetime, now: datetime) -> str:
    """How long before now, in a word or two; from a week on the day, with its year if not now's.

    Both are aware or neither is. What is yet to come is now.
    """
    age = now - moment
    # A whole phrase for each unit: where the number stands, and its plural, is the language's.
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
    local = _local(moment)
    is_of_this_year = local.year == _local(now).year
    return _day(local.date(), get_format("MONTH_DAY_FORMAT" if is_of_this_year else "DATE_FORMAT"))


def exactly(moment: datetime) -> str:
    """Day and time, in the formats of the active language."""
    local = _local(moment)
    day = _day(local.date(), get_format("DATE_FORMAT"))
    return f"{day} · {dateformat.time_format(local.time(), get_format('TIME_FORMAT'))}"


def aware(moment: datetime) -> datetime:
    """Moment with its zone: of a site without zones (USE_TZ), the site's own."""
    if timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment, timezone.get_default_timezone())


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(day: date, form: str) -> str:
    return _written(day, form, get_language())


@lru_cache(maxsize=1024)
def _written(day: date, form: str, language: str) -> str:
    """As Django's, which takes 9 µs each time; and the tweets of a page are of few days."""
    return dateformat.format(day, form)

"""Format numbers in short form: 1.2K."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import pgettext

STEPS = "1000 #K, 1000000 #M, 1000000000 #B"


def format_count(count: int) -> str:
    """Return count (0 or more) in the short form of the active language."""
    if count < 1000:
        return str(count)
    # Translators: pairs of a limit and the format of numbers from that limit on, with # for the
    # number of units: "1000 # Tsd., 1000000 # Mio.", "10000 #万, 100000000 #億".
    steps = pgettext("compact numbers", "1000 #K, 1000000 #M, 1000000000 #B")
    return compact_number(count, steps)


def compact_number(count: int, steps: str = STEPS) -> str:
    """Return count (0 or more) in short form, in the active language, rounded down.

    steps: the units with their sizes, # for the number. If it is invalid, as in a wrong
    translation, STEPS is used. Below ten units there is one decimal.
    """
    if count < 1000:
        return str(count)
    unit, form = 1, "#"
    for size, shown in _parse_steps(steps) or _parse_steps(STEPS):
        if count < size:
            break
        unit, form = size, shown
    tenths = count * 10 // unit
    has_decimal = tenths < 100 and tenths % 10
    number = Decimal(tenths).scaleb(-1) if has_decimal else tenths // 10
    return form.replace("#", number_format(number, force_grouping=True))


@lru_cache(maxsize=64)
def _parse_steps(steps: str) -> list[tuple[int, str]]:
    """Return unit sizes (1,000 or more) with their formats; [] if steps is not like STEPS."""
    units = {}
    for step in steps.split(","):
        size, _, form = step.strip().partition(" ")
        if not size.isdecimal() or int(size) < 1000 or form.count("#") != 1:
            return []
        units[int(size)] = form.strip()
    return sorted(units.items())

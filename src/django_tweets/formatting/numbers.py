"""Numbers as short as people say them: 1.2K."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils.formats import number_format

STEPS = "1000 #K, 1000000 #M, 1000000000 #B"


def compact_number(count: int, steps: str = STEPS) -> str:
    """Count, from 0 up, in the number format of the active language, and never more than it is.

    steps says from where on it is written in what unit, with # for the number; where that can't
    be read, as in a mistaken translation, STEPS does. Below ten units it has one decimal.
    """
    if count < 1000:
        return str(count)
    unit, form = 1, "#"
    for size, shown in _read(steps) or _read(STEPS):
        if count < size:
            break
        unit, form = size, shown
    tenths = count * 10 // unit
    has_decimal = tenths < 100 and tenths % 10
    number = Decimal(tenths).scaleb(-1) if has_decimal else tenths // 10
    return form.replace("#", number_format(number, force_grouping=True))


@lru_cache(maxsize=64)
def _read(steps: str) -> list[tuple[int, str]]:
    """Units, from 1,000 up, and how they are written; nothing if steps is not like STEPS."""
    units = {}
    for step in steps.split(","):
        size, _, form = step.strip().partition(" ")
        if not size.isdecimal() or int(size) < 1000 or form.count("#") != 1:
            return []
        units[int(size)] = form.strip()
    return sorted(units.items())

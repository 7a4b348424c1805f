from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from django_tweets.formatting.numbers import compact_number

UNITS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9}

counts = st.integers(0, 10**12 - 1) | st.integers(0, 12).map(lambda digits: 10**digits - 1)


def value_of(short: str) -> Decimal:
    """Return the number that a short form stands for."""
    found = re.fullmatch(r"(\d+(?:\.\d)?)([KMB]?)", short)
    assert found, short
    return Decimal(found[1]) * UNITS[found[2]]


@pytest.mark.parametrize(
    ("count", "short"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1K"),
        (1_099, "1K"),
        (1_200, "1.2K"),
        (1_999, "1.9K"),
        (9_999, "9.9K"),
        (10_999, "10K"),
        (12_345, "12K"),
        (999_999, "999K"),
        (1_000_000, "1M"),
        (1_250_000, "1.2M"),
        (5_400_000_000, "5.4B"),
        (1_234_000_000_000, "1,234B"),
    ],
)
def test_compact_number_in_english(count: int, short: str) -> None:
    assert compact_number(count) == short


@given(counts)
def test_compact_number_is_short_and_rounded_down(count: int) -> None:
    short = compact_number(count)
    assert len(short) <= 4
    assert count * Decimal("0.9") < value_of(short) <= count or count == value_of(short) == 0


@given(counts, counts)
def test_compact_number_keeps_the_order(one: int, other: int) -> None:
    fewer, more = sorted([one, other])
    assert value_of(compact_number(fewer)) <= value_of(compact_number(more))


@pytest.mark.parametrize(
    ("language", "steps", "short"),
    [
        ("de", "1000 # Tsd., 1000000 # Mio.", ["999", "1,9 Tsd.", "12 Tsd.", "1,2 Mio."]),
        ("es", "1000000 # M,1000 # mil", ["999", "1,9 mil", "12 mil", "1,2 M"]),
        ("ja", "10000 #万, 100000000 #億", ["999", "1,999", "1.2万", "120万"]),
        ("ar", "1000 # ألف, 1000000 # مليون", ["999", "1,9 ألف", "12 ألف", "1,2 مليون"]),
    ],
)
def test_steps_differ_by_language(language: str, steps: str, short: list[str]) -> None:
    with translation.override(language):
        assert [compact_number(n, steps) for n in (999, 1_999, 12_345, 1_200_000)] == short


@pytest.mark.parametrize(
    "steps",
    ["", "K", "1000", "1000 K", "1000 ##", "1000 #K; 1000000 #M", "1.000 #K", "10 #da", "-1000 #K"],
)
def test_invalid_steps_fall_back_to_english(steps: str) -> None:
    assert compact_number(1_999, steps) == "1.9K"


@given(counts, st.text("0159 #,.%{}KM") | st.text())
def test_any_steps_give_a_number(count: int, steps: str) -> None:
    assert re.search(r"\d", compact_number(count, steps))

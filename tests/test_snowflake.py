from __future__ import annotations

import itertools
import multiprocessing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets import snowflake

EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001 - hypothesis takes its bounds naive
LATEST = datetime(2069, 9, 5)  # noqa: DTZ001 - hypothesis takes its bounds naive
moments = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))


@given(moments)
def test_id_holds_its_time_to_the_millisecond(at: datetime) -> None:
    pk = snowflake.make_id(at)
    assert 0 <= pk <= snowflake.MAX_ID
    assert timedelta() <= at - snowflake.get_time(pk) < timedelta(milliseconds=1)


@given(moments, moments)
def test_order_of_ids_is_order_of_time(one: datetime, other: datetime) -> None:
    if abs(one - other) >= timedelta(milliseconds=1):
        assert (snowflake.make_id(one) < snowflake.make_id(other)) == (one < other)


@given(moments)
def test_first_is_the_smallest_id_of_a_time(at: datetime) -> None:
    assert snowflake.first_id(at) <= snowflake.make_id(at)
    assert snowflake.make_id(at) < snowflake.first_id(at + timedelta(milliseconds=1))


def test_process_makes_no_id_twice_in_one_millisecond() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert len({snowflake.make_id(at) for _ in range(20_000)}) == 20_000


def test_process_makes_no_id_twice_in_turns_of_milliseconds() -> None:
    """An import makes tweets whose times have no seconds."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = [start, start + timedelta(minutes=1)] * 10_000
    assert len({snowflake.make_id(at) for at in times}) == 20_000


def test_ids_of_one_millisecond_are_in_the_order_in_which_they_were_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    snowflake.make_id(at)
    # Not around the end of the count: see test_last_node_is_followed_by_the_first.
    monkeypatch.setattr(
        snowflake, "_nodes", itertools.count(-snowflake._shift(snowflake.first_id(at)))
    )
    ids = [snowflake.make_id(at) for _ in range(1000)]
    assert ids == sorted(ids)


def test_ids_do_not_tell_how_many_the_process_has_made() -> None:
    """An author who publishes twice would learn how much was written meanwhile, hidden or not."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = [start + timedelta(milliseconds=number) for number in range(1000)]
    nodes = [snowflake.make_id(at) - snowflake.first_id(at) for at in times]
    steps = {(after - before) % 2**snowflake.NODE_BITS for before, after in pairwise(nodes)}
    # Of random numbers among four million, one in 8,000 occurs twice.
    assert len(steps) > 990


@pytest.mark.parametrize("year", [1999, 2070])
def test_time_out_of_range_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"{year}-06-01 is not between 2000-01-01 and 2069"):
        snowflake.make_id(datetime(year, 6, 1, tzinfo=UTC))


def test_naive_time_is_in_the_default_time_zone() -> None:
    naive = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - what is tested
    assert snowflake.first_id(naive) == snowflake.first_id(datetime(2026, 7, 1, 11, tzinfo=UTC))


def test_repeated_hour_keeps_its_order() -> None:
    """With USE_TZ = False, in the night when the clocks go back."""
    before = datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001 - what is tested
    assert snowflake.first_id(before.replace(fold=1)) > snowflake.first_id(before)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7", 7),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), None),
        ("1" * 20, None),
        ("", None),
        ("-1", None),
        ("x", None),
        ("٧", None),
    ],
)
def test_id_of_a_request_is_read(written: str, number: int | None) -> None:
    assert snowflake.read_id(written) == number


def _make_many(at: datetime) -> list[int]:
    return [snowflake.make_id(at) for _ in range(1000)]


def test_last_node_is_followed_by_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The counter starts at random: without a modulo it would overflow into the time bits."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    snowflake.make_id(at)
    last = 2**snowflake.NODE_BITS - 1
    start = last - snowflake._shift(snowflake.first_id(at))
    monkeypatch.setattr(snowflake, "_nodes", itertools.count(start))
    ids = [snowflake.make_id(at) for _ in range(2)]
    assert [pk - snowflake.first_id(at) for pk in ids] == [last, 0]
    assert [snowflake.get_time(pk) for pk in ids] == [at, at]


def test_forked_processes_make_different_ids() -> None:
    """Children inherit the counter of the parent: each must start its own."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    own = _make_many(at)
    with multiprocessing.get_context("fork").Pool(4) as pool:
        ids = [*own, *itertools.chain(*pool.map(_make_many, [at] * 4, chunksize=1))]
    # The counters start at random among four million values: two ranges of 1,000 overlap once in
    # 2,000 runs. Five processes with the same counter would make only 1,000 ids.
    assert len(set(ids)) > 4_000

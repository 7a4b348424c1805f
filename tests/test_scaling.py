"""The simulation of docs/scaling.md: it is that of the stored costs, and grows with its members."""

from __future__ import annotations

import json

import pytest

from benchmarks.scaling import COSTS, MIX, find_end, report, simulate

costs = json.loads(COSTS.read_text(encoding="utf-8"))


def test_documented_tables_are_those_of_the_stored_costs() -> None:
    """`python -m benchmarks.scaling --write` writes them."""
    assert COSTS.with_suffix(".md").read_text(encoding="utf-8") == f"{report(costs)}\n"


def test_each_request_of_the_mix_has_costs() -> None:
    assert sum(MIX.values()) == 100
    assert costs["requests"].keys() == MIX.keys() | {"poll"}


@pytest.mark.parametrize("name", ["requests", "web_cores", "primary_cores", "wal_mb", "redis_gb"])
def test_load_doubles_with_the_members(name: str) -> None:
    one, two = simulate(costs, 1_000_000), simulate(costs, 2_000_000)
    assert getattr(two, name) == pytest.approx(2 * getattr(one, name))


def test_small_site_needs_one_machine_of_each_kind() -> None:
    load = simulate(costs, 1)
    assert (load.web_machines, load.primaries, load.replicas, load.redis_nodes) == (1, 1, 1, 1)


def test_end_of_one_primary_is_where_a_second_is_needed() -> None:
    end = min(find_end(costs).values())
    assert simulate(costs, end // 2).primaries == 1
    assert simulate(costs, 100 * end).primaries > 1

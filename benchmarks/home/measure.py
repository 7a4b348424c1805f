"""Measurement of all requests in one run, in random order each round, to spread the noise."""

from __future__ import annotations

import gc
import statistics
from functools import partial
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from django.db import OperationalError

from . import requests
from .timing import Sample, collect_statements, limit_statement_time, measure_work

if TYPE_CHECKING:
    from .contenders import Cell

TOO_SLOW = 10  # seconds per statement, on SQLite per request: slower requests are not measured
SLOW = 0.25  # seconds per request: slower requests are measured in FEW_ROUNDS only
FEW_ROUNDS = 5


class Result(NamedTuple):
    """The times of one cell in milliseconds; median is None if it is TOO_SLOW."""

    median: float | None
    p95: float = 0
    client: float = 0
    """CPU time of this process, with SQLite: the median."""
    server: float = 0
    """CPU time of PostgreSQL: the mean."""
    statements: int = 0
    rounds: int = 0
    bytes: int = 0
    rows: int = 0


def measure(cells: list[Cell], rounds: int) -> dict[Cell, Result]:
    """Return the result of each cell."""
    warm: dict[Cell, tuple[int, float, bytes]] = {}
    samples: dict[Cell, list[Sample]] = {}
    for cell in cells:
        try:
            with limit_statement_time(cell.alias, TOO_SLOW):
                requests.get(cell)
            with (
                limit_statement_time(cell.alias, TOO_SLOW),
                collect_statements(cell.alias) as statements,
            ):
                began = perf_counter()
                body = requests.get(cell)
                wall = perf_counter() - began
        except OperationalError:
            continue
        warm[cell] = len(statements), wall, body
        samples[cell] = []
    order = Random("order")
    gc.collect()
    gc.freeze()  # existing objects need not be collected in each round
    for number in range(rounds):
        turn = [cell for cell in warm if number < FEW_ROUNDS or warm[cell][1] < SLOW]
        order.shuffle(turn)
        for cell in turn:
            gc.collect()
            gc.disable()
            samples[cell].append(measure_work(cell.alias, partial(requests.get, cell)))
            gc.enable()
        print(f"round {number + 1} of {rounds}", end="\r", flush=True)
    return {
        cell: _make_result(samples[cell], *warm[cell]) if cell in warm else Result(None)
        for cell in cells
    }


def _make_result(samples: list[Sample], statements: int, _: float, body: bytes) -> Result:
    walls = sorted(sample.wall * 1e3 for sample in samples)
    return Result(
        median=statistics.median(walls),
        p95=walls[min(int(len(walls) * 0.95), len(walls) - 1)],
        client=statistics.median(sample.client * 1e3 for sample in samples),
        server=statistics.fmean(sample.server * 1e3 for sample in samples),
        statements=statements,
        rounds=len(walls),
        bytes=len(body),
        rows=body.count(b"<article"),
    )

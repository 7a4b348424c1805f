"""Measure all queries in one run, in another order each round, so that other load affects each."""

from __future__ import annotations

import gc
import statistics
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.home.router import use_database
from benchmarks.home.timing import collect_statements, measure_work
from django_tweets import search, services, timelines
from django_tweets.models import Profile, search_entry

from .data import COMMON, RARE, UNCOMMON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROFILE = "the page of a profile"
PUBLISH_WITHOUT_SEARCH = "publish, without search"
PUBLISH = "publish"
TEXT = "Just setting up my twttr, and already the coffee’s cold. #coffee"


class Result(NamedTuple):
    """Milliseconds, statements without BEGIN and COMMIT, and rows found."""

    median: float
    p95: float
    statements: int
    rows: int


def measure(alias: str, rounds: int) -> dict[str, Result]:
    """Measure each operation on a database, which is unchanged afterwards."""
    with use_database(alias):
        operations = _operations()
        samples: dict[str, list[float]] = {name: [] for name in operations}
        statements: dict[str, int] = {}
        rows: dict[str, int] = {}
        order = Random("order")
        for number in range(rounds + 1):
            for name in order.sample([*operations], len(operations)):
                made: list[Any] = []
                gc.collect()
                gc.disable()
                with collect_statements(alias) as sent:
                    sample = measure_work(alias, partial(_append_result, made, operations[name]))
                gc.enable()
                if name in {PUBLISH, PUBLISH_WITHOUT_SEARCH}:
                    services.delete(made[0])
                else:
                    rows[name] = len(made[0].rows)
                if number:  # the first is the warm-up
                    samples[name].append(sample.wall * 1e3)
                statements[name] = len(sent)
    return {
        name: Result(
            statistics.median(times),
            sorted(times)[int(len(times) * 0.95)],
            statements[name],
            rows.get(name, 0),
        )
        for name, times in samples.items()
    }


def _append_result(made: list[Any], operation: Callable[[], Any]) -> None:
    made.append(operation())


def _operations() -> dict[str, Callable[[], Any]]:
    reader, author = (
        Profile.objects.select_related("user").order_by("pk")[1],
        Profile.objects.get(handle="user0"),
    )
    last = search.search_tweets(search.parse_query(COMMON), reader).rows[-1].pk

    def find(typed: str, cursor: timelines.Cursor = timelines.Cursor()) -> Callable[[], Any]:  # noqa: B008 - it is frozen
        return lambda: search.search_tweets(search.parse_query(typed), reader, cursor)

    return {
        PROFILE: lambda: timelines.profile_tweets(author, reader),
        f"{COMMON}: in every 10th tweet": find(COMMON),
        "the same, page 2": find(COMMON, timelines.Cursor(before=last)),
        f"{UNCOMMON}: in every 400th": find(UNCOMMON),
        f"{RARE}: in every 4,000th": find(RARE),
        "a word in no tweet": find("nowhereatall"),
        f"both {COMMON} and {UNCOMMON}, never in one tweet": find(f"{COMMON} {UNCOMMON}"),
        "two words of a phrase": find('"coffee but"'),
        "from:user7": find("from:user7"),
        f"{UNCOMMON} -coffee since:2025-03-01": find(f"{UNCOMMON} -coffee since:2025-03-01"),
        "-coffee": find("-coffee"),
        "people": lambda: search.search_profiles("water", reader),
        PUBLISH_WITHOUT_SEARCH: lambda: _publish_without_search(author),
        PUBLISH: lambda: services.publish(author, TEXT),
    }


def _publish_without_search(author: Profile) -> Any:
    with _without_search_entries():
        return services.publish(author, TEXT)


@contextmanager
def _without_search_entries() -> Iterator[None]:
    write = search_entry.write
    search_entry.write = lambda *args, **kwargs: None
    try:
        yield
    finally:
        search_entry.write = write

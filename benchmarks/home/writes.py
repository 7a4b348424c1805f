"""Times of write operations: publishing with none and many followers, likes and others."""

from __future__ import annotations

import statistics
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from django_tweets import services
from django_tweets.models import Profile, Tweet

from . import people
from .router import use_database
from .timing import collect_statements, measure_work

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Just setting up my twttr, and already the coffee is cold."
ROUNDS = 31


class Operation(NamedTuple):
    """A write operation and its undo. Each call gets a tweet without a reaction by the actor."""

    name: str
    do: Callable[[Tweet], Any]
    undo: Callable[[Any], Any]


class WriteResult(NamedTuple):
    """Milliseconds, and statements without BEGIN and COMMIT."""

    median: float
    p95: float
    statements: int


def measure(alias: str) -> dict[str, WriteResult]:
    """Measure and undo each operation on a database."""
    with use_database(alias):
        operations = _make_operations()
        others = Tweet.objects.filter(
            visibility="public", retweet_of=None, profile__gt=people.ORDINARY
        ).exclude(profile__is_protected=True)
        targets: list[Any] = list(others.select_related("profile").order_by("-pk")[: ROUNDS + 1])
        samples: dict[str, list[float]] = {operation.name: [] for operation in operations}
        statements: dict[str, int] = {}
        order = Random("writes")
        for number, target in enumerate(targets):
            for each in order.sample(operations, len(operations)):
                made: list[Any] = []
                with collect_statements(alias) as sent:
                    sample = measure_work(alias, lambda each=each: made.append(each.do(target)))  # type: ignore[misc]  # mypy can't infer it  # noqa: B023 - called at once
                each.undo(made[0])
                if number:  # the first is the warm-up
                    samples[each.name].append(sample.wall * 1e3)
                statements[each.name] = len(sent)
    return {name: _make_result(times, statements[name]) for name, times in samples.items()}


def _make_result(times: list[float], statements: int) -> WriteResult:
    times = sorted(times)
    return WriteResult(statistics.median(times), times[int(len(times) * 0.95)], statements)


def _make_operations() -> list[Operation]:
    profiles = Profile.objects.select_related("user").in_bulk([people.HERMIT, people.STAR])
    hermit, star = profiles[people.HERMIT], profiles[people.STAR]
    return [
        Operation(
            "publish, no followers", lambda _: services.publish(hermit, TEXT), services.delete
        ),
        Operation(
            f"publish, {star.follower_count:,} followers",
            lambda _: services.publish(star, TEXT),
            services.delete,
        ),
        Operation(
            "like",
            lambda tweet: services.like(hermit, tweet),
            lambda like: services.unlike(hermit, like.tweet),
        ),
        Operation("retweet", lambda tweet: services.retweet(hermit, tweet), services.delete),
        Operation(
            "follow",
            lambda tweet: services.follow(hermit, tweet.profile),
            lambda follow: services.unfollow(hermit, follow.followed),
        ),
    ]

"""Times of write operations: publishing for no followers and for half the site, likes and so on."""

from __future__ import annotations

import statistics
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from django_tweets import services
from django_tweets.models import Profile, Tweet

from . import people
from .clocks import counting, take
from .router import use_database

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Just setting up my twttr, and already the coffee is cold."
ROUNDS = 31


class Verb(NamedTuple):
    """A write operation and its undoing; each gets a tweet that is new to the actor."""

    name: str
    do: Callable[[Tweet], Any]
    undo: Callable[[Any], Any]


class Written(NamedTuple):
    """Milliseconds, and statements without BEGIN and COMMIT."""

    median: float
    p95: float
    statements: int


def measure(alias: str) -> dict[str, Written]:
    """Measure each operation on a database, and undo it."""
    with use_database(alias):
        verbs = _verbs()
        others = Tweet.objects.filter(
            visibility="public", retweet_of=None, profile__gt=people.ORDINARY
        ).exclude(profile__is_protected=True)
        targets: list[Any] = list(others.select_related("profile").order_by("-pk")[: ROUNDS + 1])
        samples: dict[str, list[float]] = {verb.name: [] for verb in verbs}
        statements: dict[str, int] = {}
        order = Random("writes")
        for number, target in enumerate(targets):
            for verb in order.sample(verbs, len(verbs)):
                made: list[Any] = []
                with counting(alias) as sent:
                    sample = take(alias, lambda verb=verb: made.append(verb.do(target)))  # type: ignore[misc]  # mypy can't infer it  # noqa: B023 - called at once
                verb.undo(made[0])
                if number:  # the first is the warm-up
                    samples[verb.name].append(sample.wall * 1e3)
                statements[verb.name] = len(sent)
    return {name: _written(times, statements[name]) for name, times in samples.items()}


def _written(times: list[float], statements: int) -> Written:
    times = sorted(times)
    return Written(statistics.median(times), times[int(len(times) * 0.95)], statements)


def _verbs() -> list[Verb]:
    profiles = Profile.objects.select_related("user").in_bulk([people.HERMIT, people.STAR])
    hermit, star = profiles[people.HERMIT], profiles[people.STAR]
    return [
        Verb("publish, no followers", lambda _: services.publish(hermit, TEXT), services.delete),
        Verb(
            f"publish, {star.follower_count:,} followers",
            lambda _: services.publish(star, TEXT),
            services.delete,
        ),
        Verb(
            "like",
            lambda tweet: services.like(hermit, tweet),
            lambda like: services.unlike(hermit, like.tweet),
        ),
        Verb("retweet", lambda tweet: services.retweet(hermit, tweet), services.delete),
        Verb(
            "follow",
            lambda tweet: services.follow(hermit, tweet.profile),
            lambda follow: services.unfollow(hermit, follow.followed),
        ),
    ]

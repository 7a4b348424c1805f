"""System checks of the backend: its options, the library, the app, the databases and the tasks."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import router

from ...models import Follow
from ...swapping import get_tweet_model
from ...tasks import runs_in_background
from . import tasks
from .models import Failure, FanOut, PulledAuthor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

    from .timeline import RedisTimeline

LEAST = {"keep": 50, "max_age": 60, "max_followers": 0, "batch_size": 1}


def check_options(timeline: RedisTimeline) -> list[CheckMessage]:
    """Return the problems of a backend's options, and of the site's other settings."""
    messages: list[CheckMessage] = [
        checks.Error(
            f"The OPTIONS of RedisTimeline are wrong: {problem}.",
            hint="docs/redis.md describes them.",
            id="django_tweets_redis.E001",
        )
        for problem in _problems(timeline)
    ]
    if find_spec("redis") is None:
        messages.append(
            checks.Error(
                "RedisTimeline needs the package redis.",
                hint='pip install "django-tweets[redis]"',
                id="django_tweets_redis.E002",
            )
        )
    models: list[Any] = [Follow, Failure, FanOut, PulledAuthor]
    using = router.db_for_write(get_tweet_model())
    if any(router.db_for_write(model) != using for model in models):
        messages.append(
            checks.Error(
                "The tables of django_tweets_redis are not in the database of the tweets.",
                hint="Let your database routers treat it as they treat django_tweets.",
                id="django_tweets_redis.E003",
            )
        )
    if not runs_in_background(tasks.add_to_homes):
        messages.append(
            checks.Warning(
                "Tasks run in the request: whoever publishes waits until all homes have the tweet.",
                hint="Set TASKS to a backend with workers.",
                id="django_tweets_redis.W001",
            )
        )
    return messages


def _problems(timeline: RedisTimeline) -> Iterator[str]:
    if bool(timeline.url) == bool(timeline.sentinels):
        yield "either url or sentinels is needed"
    if bool(timeline.sentinels) != bool(timeline.service):
        yield "sentinels and service go together"
    if timeline.cluster and timeline.sentinels:
        yield "a cluster has no sentinels"
    if timeline.nodes and not timeline.cluster:
        yield "nodes are those of a cluster"
    if timeline.url and not str(timeline.url).startswith(("redis://", "rediss://", "unix://")):
        yield f"url should start with redis://, rediss:// or unix://, but is {timeline.url!r}"
    for name, least in LEAST.items():
        value = getattr(timeline, name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            yield f"{name} should be a number from {least} on, but is {value!r}"
    timeout: Any = timeline.timeout
    if not isinstance(timeout, int | float) or isinstance(timeout, bool) or timeout <= 0:
        yield f"timeout should be a number of seconds, but is {timeout!r}"

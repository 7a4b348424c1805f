"""Publish announcements. A backend that is away costs a write nothing, and one line in the log."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from ..circuit_breaker import CircuitBreaker, ServerUnavailable
from ..conf import PREFIX, conf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .backend import BaseStream

logger = logging.getLogger("django_tweets.live")

MAX_BYTES = 7500
"""Of a message: PostgreSQL takes less than 8000."""


class Publisher:
    """Sends topics through a backend, and leaves it alone for a while when it has failed."""

    def __init__(self, backend: BaseStream) -> None:
        self.backend = backend
        self.breaker = CircuitBreaker("The backend of live updates", "pages poll meanwhile")

    def publish(self, topics: Iterable[str]) -> None:
        """Send topics, in as many messages as they need. Never raise."""
        messages = [*make_messages(topics)]
        with suppress(ServerUnavailable):  # the write is committed: nothing of this is its business
            self.breaker.call(lambda: self.backend.publish(messages))


def make_messages(topics: Iterable[str]) -> Iterator[str]:
    """Join topics, which contain no space, to messages of at most MAX_BYTES."""
    message = ""
    for topic in topics:
        if message and len(f"{message} {topic}".encode()) > MAX_BYTES:
            yield message
            message = ""
        message = f"{message} {topic}" if message else topic
    if message:
        yield message


@cache
def get_publisher() -> Publisher | None:
    """The publisher of this site, made once; None without DJANGO_TWEETS_STREAM."""
    setting: dict[str, Any] | None = conf.STREAM
    if setting is None:
        return None
    return Publisher(import_string(setting["BACKEND"])(**setting.get("OPTIONS", {})))


def get_backend() -> BaseStream | None:
    """Return the backend of this site; None without DJANGO_TWEETS_STREAM. Raise if it is wrong."""
    publisher = get_publisher()
    return publisher.backend if publisher else None


def announce(topics: Iterable[str]) -> None:
    """Tell all processes that topics have changed. Never raise."""
    try:
        publisher = get_publisher()
    except Exception:  # check_stream() says what is wrong
        logger.exception("DJANGO_TWEETS_STREAM names no usable backend.")
        return
    if publisher is not None:
        publisher.publish(topics)


@receiver(setting_changed)
def _reset(*, setting: str, **kwargs: Any) -> None:
    """Make a new backend when a test overrides the setting."""
    if setting == f"{PREFIX}STREAM":
        get_publisher.cache_clear()

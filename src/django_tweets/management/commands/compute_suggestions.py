"""manage.py compute_suggestions: find suggested profiles for all members, for a cron job."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from django_tweets import get_profile_model
from django_tweets.cache import cache
from django_tweets.management import arguments
from django_tweets.management.interruption import stop_on_signals
from django_tweets.routers import reads_from_write_database
from django_tweets.services.batches import key_batches
from django_tweets.timelines.compute_suggestions import (
    compute_popular_profiles,
    compute_suggestions,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

_RUNNING = "django_tweets:compute_suggestions:running"
_STOPPED_AT = "django_tweets:compute_suggestions:stopped_at"
_KEPT_FOR = 24 * 60 * 60
"""Seconds for which the next run goes on where this one was stopped."""
_BATCH_SIZE = 100  # members, some milliseconds each
_LAST_BATCH = 10 * 60
"""Seconds for which the mark of a run outlives its end: the last batch may be a slow one."""


class Command(BaseCommand):
    help = (
        "Find the popular profiles of the site, and for each member the profiles that the people "
        "whom they follow do follow. Run it every hour, with a cache that the processes share. "
        "One run at a time; one that was stopped goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--minutes",
            type=arguments.whole_number(arguments.MAX_MINUTES),
            default=50,
            help="stop then: the next run goes on there (default: %(default)s)",
        )

    @reads_from_write_database()
    def handle(self, *, minutes: int, **options: Any) -> None:
        compute_popular_profiles()
        end = monotonic() + 60 * minutes
        if not cache.add(_RUNNING, True, 60 * minutes + _LAST_BATCH):
            self.stdout.write("Another run is at work, or the cache is away.")
            return
        try:
            with stop_on_signals() as stop:
                count, is_done = self._compute(lambda: bool(stop) or monotonic() > end)
        finally:
            cache.delete(_RUNNING)
        if options["verbosity"]:
            self.stdout.write(f"Members with suggestions: {count}.")
        if not is_done:
            self.stdout.write("Stopped: the next run goes on there.")

    def _compute(self, is_stopped: Callable[[], bool]) -> tuple[int, bool]:
        """Compute from where the last run was stopped. Return for how many, and whether for all."""
        members: Any = get_profile_model()._rows.shown()
        members = members.filter(user__isnull=False, following_count__gt=0)
        stopped_at, count = cache.get(_STOPPED_AT), 0
        if stopped_at is not None:
            members = members.filter(pk__gt=stopped_at)
        for keys in key_batches(members, size=_BATCH_SIZE):
            if is_stopped():
                return count, False
            for key in keys:
                compute_suggestions(key)
            cache.set(_STOPPED_AT, keys[-1], _KEPT_FOR)
            count += len(keys)
        cache.delete(_STOPPED_AT)
        return count, True

"""manage.py sweep: find the work of lost tasks and do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.cache import cache
from django_tweets.management import arguments
from django_tweets.management.interruption import stop_on_signals
from django_tweets.services import sweep

if TYPE_CHECKING:
    from argparse import ArgumentParser

_STOPPED_AT = "django_tweets:sweep:stopped_at"
_KEPT_FOR = 24 * 60 * 60
"""Seconds for which the next sweep goes on where this one was stopped."""


class Command(BaseCommand):
    help = (
        "Find what lost tasks have left, and do it: notifications that are missing, rows of "
        "deleted tweets, exports that nobody makes. Run it every hour. Safe to run at any time, "
        "to stop, and to run twice at a time. One that was stopped goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=arguments.whole_number(arguments.MAX_DAYS),
            default=sweep.DEFAULT_DAYS,
            help="days to look back (default: %(default)s)",
        )
        parser.add_argument(
            "--minutes",
            type=arguments.whole_number(arguments.MAX_MINUTES, smallest=0),
            default=sweep.DEFAULT_MINUTES,
            help="leave out what is younger: its task may be in the queue (default: %(default)s)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only report what was lost")
        parser.add_argument(
            "--restart", action="store_true", help="begin at the first step, wherever one stopped"
        )

    def handle(
        self, *, days: int, minutes: int, dry_run: bool, restart: bool, **options: Any
    ) -> None:
        window = sweep.make_window(days, minutes)
        stored = None if restart or dry_run else cache.get(_STOPPED_AT)
        first = stored if isinstance(stored, int) and stored < len(sweep.STEPS) else 0
        failed = 0
        with stop_on_signals() as stop:
            at = first
            for progress in sweep.sweep(
                window, first=first, dry_run=dry_run, is_stopped=lambda: bool(stop)
            ):
                at = progress.step
                if progress.is_done:
                    at += 1
                    failed += progress.failed
                    self._report(progress, dry_run, options["verbosity"])
            if at < len(sweep.STEPS) and not dry_run:
                cache.set(_STOPPED_AT, at, _KEPT_FOR)
                self.stdout.write(f"Stopped at {sweep.STEPS[at].name}: the next run goes on there.")
                return
        if not dry_run:
            cache.delete(_STOPPED_AT)
        if failed:
            raise CommandError(f"{failed:,} tasks failed: see the log.")

    def _report(self, progress: sweep.Progress, dry_run: bool, verbosity: int) -> None:
        if verbosity > 1 or (verbosity and progress.found):
            verb = "lost" if dry_run else "done"
            number = f"{progress.step + 1}/{len(sweep.STEPS)}"
            self.stdout.write(f"{number} {progress.name}: {progress.found:,} tasks {verb}.")

"""Base of the commands that read every row: they show how far they are, stop cleanly and go on."""

from __future__ import annotations

from argparse import ArgumentTypeError
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from django_tweets.management.interruption import stop_on_signals
from django_tweets.services import batches
from django_tweets.services.batches import InvalidPosition, Position, Stopped

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from django.db.models import Model

INTERVAL = 10
"""Seconds between two lines about the progress; with --verbosity 2 there is one for each batch."""


def position(value: str) -> Position:
    """Return the argument --after."""
    loop, colon, key = value.partition(":")
    if not (colon and key and loop.isascii() and loop.isdigit()):
        raise ArgumentTypeError("must be a position, such as 2:1234")
    return Position(int(loop), key)


class ResumableCommand(BaseCommand):
    """A command whose loops can be interrupted after a batch.

    SIGINT and SIGTERM end it with code 130 or 143, and it says with which --after it goes on.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--after", type=position, help="where an interrupted run has stopped, as it says"
        )

    @contextmanager
    def stoppable(self, after: Position | None, verbosity: int) -> Iterator[None]:
        """Let the loops within this context be interrupted, and show their progress."""
        last = monotonic()

        def report(model: type[Model], done: int) -> None:
            nonlocal last
            if verbosity > 1 or (verbosity and monotonic() - last >= INTERVAL):
                last = monotonic()
                self.stdout.write(f"{done:,} {model._meta.verbose_name_plural} …")

        with stop_on_signals() as stop:
            run = batches.Run(after, report=report, should_stop=lambda: bool(stop))
            try:
                with batches.following(run):
                    yield
            except Stopped as stopped:
                stop.fail(f"Stopped. It goes on with --after {stopped.position}")
            except InvalidPosition as error:
                raise CommandError(f"--after: {error}") from error

"""manage.py recount: repair counters, and remove rows whose tweet or profile is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tweets.management import arguments
from django_tweets.management.resumable import ResumableCommand
from django_tweets.services import recount

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django_tweets.services.batches import Position


class Command(ResumableCommand):
    help = (
        "Compare each counter with the rows it counts and repair it if it is wrong. Remove rows "
        "that point at a tweet or profile that no longer exists. Safe to stop, to run again, and "
        "to run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=1000, help="rows at a time"
        )
        parser.add_argument("--dry-run", action="store_true", help="only report what is wrong")

    def handle(
        self,
        *,
        batch_size: int,
        dry_run: bool,
        after: Position | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        with self.stoppable(after, verbosity):
            done = self.repair(batch_size, dry_run=dry_run)
        if verbosity:
            for line in done:
                self.stdout.write(line)
            if not done:
                self.stdout.write(self.style.SUCCESS("Nothing to repair."))

    def repair(self, batch_size: int, *, dry_run: bool) -> list[str]:
        """Repair everything, and return lines that say so."""
        verbs = ("Would remove", "Would repair") if dry_run else ("Removed", "Repaired")
        done = []
        # Orphans first: removing them moves the counters.
        for model, count in recount.remove_orphans(batch_size=batch_size, dry_run=dry_run):
            if count:
                done.append(f"{verbs[0]} {count:,} orphaned {model._meta.verbose_name_plural}.")
        for model, counter, count in recount.recount(batch_size=batch_size, dry_run=dry_run):
            if count:
                done.append(f"{verbs[1]} {counter} of {count:,} {model._meta.verbose_name_plural}.")
        return done

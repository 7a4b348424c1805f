"""manage.py rebuild_search: rewrite the search entries of all profiles and tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tweets.management import arguments
from django_tweets.management.resumable import ResumableCommand
from django_tweets.search import indexes
from django_tweets.services import reindexing

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from django_tweets.services.batches import Position


class Command(ResumableCommand):
    help = (
        "Rewrite the search entries of all profiles and tweets: for rows older than search, and "
        "after raw SQL. Safe to stop, to run again, and to run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=1000, help="rows at a time"
        )

    def handle(
        self, *, batch_size: int, after: Position | None, verbosity: int, **options: Any
    ) -> None:
        with self.stoppable(after, verbosity):
            self.rebuild(batch_size, verbosity)
        indexes.rebuild()

    def rebuild(self, batch_size: int, verbosity: int) -> None:
        """Rewrite the entries, and say of how many rows."""
        counts: dict[str, Iterator[int]] = {
            "people": reindexing.reindex_profiles(batch_size=batch_size),
            "tweets": reindexing.reindex_tweets(batch_size=batch_size),
        }
        for name, counted in counts.items():
            done = max(counted, default=0)
            if verbosity:
                self.stdout.write(self.style.SUCCESS(f"{done:,} {name} can be found."))

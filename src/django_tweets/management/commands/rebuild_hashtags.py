"""manage.py rebuild_hashtags: rewrite the hashtags of all tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tweets.management import arguments
from django_tweets.management.resumable import ResumableCommand
from django_tweets.services import hashtag_counts

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django_tweets.services.batches import Position


class Command(ResumableCommand):
    help = (
        "Rewrite the hashtags of all tweets, and their counts: for tweets older than the app's "
        "hashtags, and after raw SQL. Safe to stop, to run again, and to run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=100, help="tweets at a time"
        )

    def handle(
        self, *, batch_size: int, after: Position | None, verbosity: int, **options: Any
    ) -> None:
        with self.stoppable(after, verbosity):
            done = max(hashtag_counts.rebuild_hashtags(batch_size=batch_size), default=0)
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{done:,} tweets have their hashtags."))

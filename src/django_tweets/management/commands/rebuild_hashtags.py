"""manage.py rebuild_hashtags: rewrite the hashtags of all tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from django_tweets.management import arguments
from django_tweets.services import hashtag_counts

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Rewrite the hashtags of all tweets, and their counts: for tweets older than the app's "
        "hashtags, and after raw SQL. Safe to stop, to run again, and to run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=100, help="tweets at a time"
        )

    def handle(self, *, batch_size: int, verbosity: int, **options: Any) -> None:
        done = 0
        for done in hashtag_counts.rebuild_hashtags(batch_size=batch_size):
            if verbosity > 1:
                self.stdout.write(f"{done:,} tweets …")
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{done:,} tweets have their hashtags."))

"""manage.py rebuild_hashtags: what is there has its hashtags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from django_tweets.services import reindexing

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Write anew which hashtags tweets have, and their counts: for those that were there "
        "before, and after raw SQL. Safe to stop, to run again, and to run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch-size", type=int, default=500, help="tweets at a time")

    def handle(self, *, batch_size: int, verbosity: int, **options: Any) -> None:
        done = 0
        for done in reindexing.tag_tweets(batch_size=batch_size):
            if verbosity > 1:
                self.stdout.write(f"{done:,} tweets …")
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{done:,} tweets have their hashtags."))

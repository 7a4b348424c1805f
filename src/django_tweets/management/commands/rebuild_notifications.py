"""manage.py rebuild_notifications: create the notifications of past actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.management import arguments
from django_tweets.management.resumable import ResumableCommand
from django_tweets.services.batches import row_batches

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django_tweets.services.batches import Position


class Command(ResumableCommand):
    help = (
        "Create the notifications of recent actions, for a site that had none yet or has imported "
        "tweets. They are marked as read. Safe to stop, to run again, and to run while people "
        "write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--days",
            type=arguments.whole_number(arguments.MAX_DAYS),
            default=30,
            help="days to look back",
        )
        parser.add_argument("--unread", action="store_true", help="leave them unread")
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=100, help="members at a time"
        )

    def handle(
        self,
        *,
        days: int,
        unread: bool,
        batch_size: int,
        after: Position | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        now = timezone.now()
        since, read = now - timedelta(days=days), None if unread else now
        members = get_profile_model()._base_manager.filter(deleted_at=None, user__isnull=False)
        made = 0
        with self.stoppable(after, verbosity):
            for batch in row_batches(members, size=batch_size):
                made += services.rebuild_notifications(batch, since=since, read=read)
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"There are {made:,} notifications of that time."))

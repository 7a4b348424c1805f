"""manage.py refresh_link_previews: fetch old link previews again, for a cron job."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from django_tweets.conf import conf
from django_tweets.management.arguments import MAX_DAYS, MAX_LIMIT, whole_number
from django_tweets.routers import reads_from_write_database
from django_tweets.services import link_previews

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Fetch the link previews that were fetched some days ago, the oldest first, and remove "
        "those that no tweet shows. Run it every day. Each takes up to five seconds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        days = link_previews.FRESH_FOR.days
        parser.add_argument(
            "--days",
            type=whole_number(MAX_DAYS),
            default=days,
            help=f"age of the previews that are fetched again ({days})",
        )
        parser.add_argument(
            "--limit",
            type=whole_number(MAX_LIMIT),
            default=500,
            help="number of previews that are fetched at most (500)",
        )

    @reads_from_write_database()
    def handle(self, *, days: int, limit: int, **options: Any) -> None:
        removed = link_previews.remove_all_unused_previews()
        old = link_previews.old_previews(timedelta(days=days), limit) if conf.LINK_PREVIEWS else []
        available = sum(map(link_previews.refresh_preview, old))
        if options["verbosity"]:
            self.stdout.write(
                f"Link previews: {len(old)} fetched, {available} of them available; "
                f"{removed} removed."
            )

"""manage.py moderation_upkeep: end actions of moderators, and delete removed tweets, by cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets.services import moderation, withholding


class Command(BaseCommand):
    help = (
        "End the limits and suspensions whose time is over, and delete for good what moderators "
        "deleted 30 days ago. Run it every five minutes. One run does a bounded amount of work."
    )

    def handle(self, **options: Any) -> None:
        ended = moderation.end_actions()
        deleted = withholding.delete_removed_tweets()
        if options["verbosity"]:
            self.stdout.write(f"Actions ended: {ended}. Tweets deleted for good: {deleted}.")

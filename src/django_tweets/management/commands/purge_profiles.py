"""manage.py purge_profiles: delete the profiles whose grace period is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets import services


class Command(BaseCommand):
    help = (
        "Delete the profiles that members have deleted longer than DJANGO_TWEETS_DELETION_GRACE "
        "ago, with everything they own. Safe to stop, to run again, and to run twice at a time."
    )

    def handle(self, **options: Any) -> None:
        purged = 0
        while deleted := services.purge_due_profiles():
            purged += deleted
        self.stdout.write(f"Deleted profiles: {purged:,}")

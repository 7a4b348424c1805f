"""manage.py compute_suggestions: find suggested profiles for all members, for a cron job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets import get_profile_model
from django_tweets.routers import reads_from_write_database
from django_tweets.services.batches import key_batches
from django_tweets.timelines.compute_suggestions import (
    compute_popular_profiles,
    compute_suggestions,
)


class Command(BaseCommand):
    help = (
        "Find the popular profiles of the site, and for each member the profiles that the people "
        "whom they follow do follow. Run it every hour, with a cache that the processes share."
    )

    @reads_from_write_database()
    def handle(self, **options: Any) -> None:
        compute_popular_profiles()
        count = 0
        members = get_profile_model()._rows.shown()
        for keys in key_batches(members.filter(user__isnull=False, following_count__gt=0)):
            for key in keys:
                compute_suggestions(key)
            count += len(keys)
        if options["verbosity"]:
            self.stdout.write(f"Members with suggestions: {count}.")

"""manage.py compute_trends: find the trending hashtags, for a cron job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets import services


class Command(BaseCommand):
    help = (
        "Find the hashtags that more people use now than before. Run it every ten minutes. On a "
        "site that never runs it, trends are computed when somebody visits a page that shows them."
    )

    def handle(self, **options: Any) -> None:
        trends = services.compute_trends()
        if options["verbosity"]:
            self.stdout.write(f"Trending hashtags: {len(trends)}.")

"""manage.py compute_trends: what trends now, for a site's clock."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets import services


class Command(BaseCommand):
    help = (
        "Find the hashtags that more people use now than have used them before. Every ten minutes "
        "is often enough; a site that never runs it finds out when somebody looks."
    )

    def handle(self, **options: Any) -> None:
        trends = services.compute_trends()
        if options["verbosity"]:
            self.stdout.write(f"Trending hashtags: {len(trends)}.")

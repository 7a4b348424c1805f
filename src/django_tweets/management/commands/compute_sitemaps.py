"""manage.py compute_sitemaps: find the keys at which the files of sitemaps begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from django_tweets import services

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Find the keys at which the files of sitemaps begin. Run it once on a site that has many "
        "tweets already, and every hour. On a site that never runs it, readers of the index of "
        "the sitemap have the next 10,000 rows of each kind looked up every ten minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="Find all keys again, after many rows were deleted or imported.",
        )

    def handle(self, **options: Any) -> None:
        found = services.compute_sitemap_keys(rebuild=options["rebuild"])
        if options["verbosity"]:
            self.stdout.write(f"New keys: {found}.")

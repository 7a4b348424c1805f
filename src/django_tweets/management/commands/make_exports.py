"""manage.py make_exports: make the data exports that wait, and remove those that have expired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets import services


class Command(BaseCommand):
    help = (
        "Make the data exports that members have asked for and that no worker has made: all that "
        "are large on a site without a worker, and those that were interrupted. Remove the files "
        "of those that have expired. Safe to stop, to run again, and to run twice at a time."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Made exports: {services.make_exports():,}")
        expired = 0
        while removed := services.delete_expired_exports():
            expired += removed
        self.stdout.write(f"Expired exports: {expired:,}")

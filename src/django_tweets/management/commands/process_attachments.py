"""manage.py process_attachments: process the uploads whose tasks were lost."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets.services import process_attachments


class Command(BaseCommand):
    help = (
        "Convert the uploaded videos and long animations that wait for a task, the oldest first. "
        "Only what no task is processing: for tasks that a queue has lost. Safe to stop, to run "
        "again, and to run beside workers."
    )

    def handle(self, **options: Any) -> None:
        total = 0
        while done := process_attachments():
            total += done
        self.stdout.write(f"Processed attachments: {total:,}")

"""manage.py send_digests: send the e-mail digests that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets import digests
from django_tweets.mailer import MailServerAway
from django_tweets.management import arguments
from django_tweets.management.interruption import stop_on_signals

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Send a digest of unread notifications to each member who wants one and whose last one was "
        "a day or a week ago. Safe to run again, and as often as you like."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "base_url", type=arguments.site_url, help="address of the site: https://example.org"
        )
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=100, help="members at a time"
        )

    def handle(self, *, base_url: str, batch_size: int, **options: Any) -> None:
        with stop_on_signals() as stop:
            try:
                sent = digests.send_due_digests(
                    base_url, batch_size, should_stop=lambda: bool(stop)
                )
            except MailServerAway as error:
                raise CommandError(str(error)) from error
        stop.fail(f"Stopped: {sent:,} digests were sent. The next run sends the others.")
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"Sent {sent:,} digests."))

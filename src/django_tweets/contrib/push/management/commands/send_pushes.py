"""manage.py send_pushes: send the waiting notifications to the browsers of members."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from django_tweets.contrib.push import sending
from django_tweets.management.interruption import stop_on_signals


class Command(BaseCommand):
    help = (
        "Send the notifications that wait for the end of quiet hours, or for a push service; on a "
        "site without workers, all. Safe to run again, and as often as you like."
    )

    def handle(self, **options: Any) -> None:
        with stop_on_signals() as stop:
            sent = sending.send_waiting(should_stop=lambda: bool(stop))
        stop.fail(f"Stopped: {sent:,} notifications were sent. The next run sends the others.")
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"Sent {sent:,} notifications."))

"""manage.py delete_profile: delete a profile, with or without the grace period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from django_tweets import services
from django_tweets.management import arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Delete a profile, with everything it owns, as its owner can: hidden at once, and purged "
        "after DJANGO_TWEETS_DELETION_GRACE. The user of the site stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle", type=arguments.plain_text)
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--now", action="store_true", help="without a grace period, or to end the present one"
        )
        group.add_argument(
            "--restore", action="store_true", help="take the deletion back, in the grace period"
        )
        parser.add_argument(
            "--no-input", action="store_true", help="don't ask for confirmation, by the handle"
        )

    def handle(
        self, *, handle: str, now: bool, restore: bool, no_input: bool, **options: Any
    ) -> None:
        profile = arguments.get_profile(handle)
        if restore:
            try:
                services.restore_profile(profile)
            except PermissionDenied as error:
                raise CommandError(str(error)) from None
            self.stdout.write(self.style.SUCCESS(f"@{profile.handle} is restored."))
            return
        question = f"Type the handle to delete @{profile.handle} with everything it owns: "
        if not no_input and input(question).removeprefix("@").lower() != profile.handle:
            raise CommandError("Nothing was deleted.")
        with services.as_staff():
            services.delete_profile(profile, now=now)
        due = None if now else services.get_deletion(profile)
        until = f" It can be restored until {due.due_at:%Y-%m-%d %H:%M}." if due else ""
        self.stdout.write(self.style.SUCCESS(f"@{profile.handle} is deleted.{until}"))

"""manage.py create_profiles: create the missing profiles of users who are older than the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from django_tweets import get_profile_model, services
from django_tweets.management import arguments
from django_tweets.services.batches import row_batches
from django_tweets.services.databases import for_write

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.db.models import QuerySet


class Command(BaseCommand):
    help = "Create a profile for every user who has none. Safe to stop and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch-size", type=arguments.batch_size, default=1000, help="users at a time"
        )

    def handle(self, *, batch_size: int, **options: Any) -> None:
        waiting = self.users_without_profile()
        total, created = waiting.count(), 0
        for users in row_batches(waiting, size=batch_size):
            created += services.create_profiles(users)
            if options["verbosity"]:
                self.stdout.write(f"{created:,} of {total:,} profiles created")
        if missed := self.users_without_profile().count():
            self.stderr.write(
                f"{missed:,} users have no profile: their handles were taken in the meantime. "
                "Run this command again."
            )
        elif options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("Every user has a profile."))

    def users_without_profile(self) -> QuerySet[Any]:
        profiles = get_profile_model()._base_manager.filter(user__isnull=False)
        users = get_user_model()._base_manager.exclude(pk__in=profiles.values("user"))
        return for_write(users)

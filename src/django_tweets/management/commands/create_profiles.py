"""manage.py create_profiles: for the users who were there before the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from django_tweets import get_profile_model, services

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.db.models import QuerySet


class Command(BaseCommand):
    help = "Make a profile for every user who has none. Safe to stop, and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch-size", type=int, default=1000, help="users at a time")

    def handle(self, *, batch_size: int, **options: Any) -> None:
        waiting = self.users_without_profile()
        total, made, last = waiting.count(), 0, None
        while users := list((waiting.filter(pk__gt=last) if last else waiting)[:batch_size]):
            made += services.create_profiles(users)
            last = users[-1].pk
            if options["verbosity"]:
                self.stdout.write(f"{made:,} of {total:,} profiles made")
        if missed := self.users_without_profile().count():
            self.stderr.write(f"{missed:,} handles were taken meanwhile: run this once more.")
        elif options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("Every user has a profile."))

    def users_without_profile(self) -> QuerySet[Any]:
        """In the order of their keys, so that each batch goes on where the last one ended."""
        profiles = get_profile_model()._base_manager.filter(user__isnull=False)
        users = get_user_model()._base_manager.exclude(pk__in=profiles.values("user"))
        return users.order_by("pk")

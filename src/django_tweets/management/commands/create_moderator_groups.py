"""manage.py create_moderator_groups: create the groups of moderators, with their permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

GROUPS = {
    "Moderators": ["view_reports", "moderate"],
    "Report readers": ["view_reports"],
}
"""The permissions of each group, of the model Report."""


class Command(BaseCommand):
    help = (
        "Create the groups “Moderators”, who read reports and decide, and “Report readers”, who "
        "only read. Safe to run again: it adds what is missing, and takes nothing away."
    )

    def handle(self, **options: Any) -> None:
        for name, codenames in GROUPS.items():
            group, is_new = Group._base_manager.get_or_create(name=name)
            rows = Permission._base_manager.filter(
                content_type__app_label="django_tweets",
                content_type__model="report",
                codename__in=codenames,
            )
            group.permissions.add(*rows)
            if options["verbosity"]:
                self.stdout.write(f"{name}: {'created' if is_new else 'checked'}.")

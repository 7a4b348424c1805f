"""manage.py remove_unused_files: delete uploads that no tweet shows, and files that no row has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.services import attachments
from django_tweets.services.stored_files import find_unused_files, remove_names

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Delete what members have uploaded and not published within a day, attachments that no "
        "version of a tweet has any more, and files in the storages that no row has: avatars, "
        "banners and attachments that are older than an hour. Safe to stop, to run again, and to "
        "run while people write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="list the files without a row, and delete none"
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if not dry_run:
            unpublished = 0
            while deleted := attachments.delete_unpublished():
                unpublished += deleted
            self.stdout.write(f"Unpublished attachments: {unpublished:,}")
            self.stdout.write(f"Unused attachments: {attachments.delete_unused():,}")
        found = 0
        try:
            for file in find_unused_files():
                found += 1
                if dry_run:
                    self.stdout.write(file.name)
                else:
                    remove_names(file.storage, [file.name])
        except NotImplementedError as error:
            raise CommandError(f"The storage can't list files: {error}") from None
        self.stdout.write(f"Files without a row: {found:,}")

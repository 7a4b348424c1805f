"""manage.py tweets_files: list the uploaded files, and delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.services.stored_files import find_files, remove_empty_folders

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "List the files in the storages that members have uploaded: avatars, banners and "
        "attachments. For a site that removes the app, --delete deletes them. It works after "
        "`migrate django_tweets zero` too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them, after a question")
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="delete without a question"
        )

    def handle(self, *, delete: bool, interactive: bool, **options: Any) -> None:
        try:
            files = find_files()
        except NotImplementedError as error:
            raise CommandError(f"The storage can't list files: {error}") from None
        for file in files:
            self.stdout.write(file.name)
        if not delete or not files:
            return
        if interactive and input(f"Delete these {len(files):,} files? Write yes: ") != "yes":
            raise CommandError("Nothing is deleted.")
        for file in files:
            file.storage.delete(file.name)
            remove_empty_folders(file.storage, [file.name])
        self.stdout.write(self.style.SUCCESS(f"Deleted {len(files):,} files."))

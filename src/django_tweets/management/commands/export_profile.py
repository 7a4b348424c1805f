"""manage.py export_profile: write everything a member has done here into a ZIP file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets import services
from django_tweets.management import arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from pathlib import Path


class Command(BaseCommand):
    help = (
        "Write everything that a member has written and done here into a ZIP file, as the member "
        "can download it: for requests that reach you by letter. Also of a suspended profile, and "
        "of a deleted one in its grace period."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle", type=arguments.plain_text)
        parser.add_argument("path", type=arguments.path, help="a new file: it must not exist yet")
        parser.add_argument(
            "--base-url",
            type=arguments.site_url,
            help="address of the site, for links: https://example.org",
        )

    def handle(self, *, handle: str, path: Path, base_url: str | None, **options: Any) -> None:
        profile = arguments.get_profile(handle)
        try:
            # Readable by its owner alone: it has private texts.
            with open(path, "xb", opener=arguments.open_private) as file:
                services.write_export(profile, file, base_url=base_url or "")
                size = file.tell()
        except OSError as error:
            raise CommandError(f"Can't write {path}: {error.strerror}") from None
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"Wrote {size:,} bytes to {path}."))

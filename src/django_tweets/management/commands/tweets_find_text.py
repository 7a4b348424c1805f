"""manage.py tweets_find_text: find a text in tables, sessions, caches and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.management import arguments
from django_tweets.management.stored_text import find_text

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Find a text in every table of the site's databases, and in sessions, caches and uploaded "
        "files: does anything remain of a deleted member? Choose a word that nobody else writes. "
        "It prints the places, and not the texts. The exit code is 1 if it is found. It reads "
        "everything once, so it takes a while on a large site."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "text", type=arguments.plain_text, help="the text, of three characters or more"
        )

    def handle(self, *, text: str, **options: Any) -> None:
        if len(text) < 3:
            raise CommandError("The text must have three characters or more.")
        found = 0
        for place in find_text(text):
            if place.found is None:
                self.stdout.write(f"{place.name}: can't be searched")
            else:
                found += place.found
                self.stdout.write(f"{place.name}: {place.found:,}")
        if found:
            raise CommandError(f"The text is stored in {found:,} places.")
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("The text is not found."))

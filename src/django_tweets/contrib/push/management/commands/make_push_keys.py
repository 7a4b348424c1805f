"""manage.py make_push_keys: print new keys for web push."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.contrib.push import keys
from django_tweets.management import arguments
from django_tweets.setting_types import is_push_subject

if TYPE_CHECKING:
    from argparse import ArgumentParser


def subject(value: str) -> str:
    """Return the argument contact as the SUBJECT of the setting."""
    value = arguments.plain_text(value)
    found = value if value.startswith(("https://", "mailto:")) else f"mailto:{value}"
    if not is_push_subject(found):
        raise ArgumentTypeError("must be an e-mail address or a URL that begins with https://")
    return found


class Command(BaseCommand):
    help = (
        "Print the setting DJANGO_TWEETS_PUSH with new keys. Keep the private one secret. With new "
        "keys, all members have to switch notifications on again."
    )
    requires_system_checks = []  # which report that the keys are missing

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "contact",
            type=subject,
            help="e-mail address or https: URL by which push services reach the operator",
        )

    def handle(self, *, contact: str, **options: Any) -> None:
        if not keys.has_library():
            raise CommandError(keys.INSTALL)
        public_key, private_key = keys.make_keys()
        self.stdout.write(
            "DJANGO_TWEETS_PUSH = {\n"
            f'    "PUBLIC_KEY": "{public_key}",\n'
            f'    "PRIVATE_KEY": "{private_key}",\n'
            f'    "SUBJECT": {json.dumps(contact)},\n'
            "}"
        )

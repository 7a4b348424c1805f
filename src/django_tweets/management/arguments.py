"""Types of the arguments of our commands. A value that is refused is an error in one line."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.management.base import CommandError

from django_tweets import text
from django_tweets.models.handles import PURGED_PREFIX
from django_tweets.services.databases import for_write
from django_tweets.swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tweets.models import AbstractProfile

MAX_BATCH_SIZE = 10_000
"""Rows that are read, locked and written at a time. SQLite takes 32,766 values in a statement."""

MAX_DAYS = 3_650
"""Ten years. Ids begin with the year 2000."""
MAX_MINUTES = 24 * 60
MAX_LIMIT = 100_000
"""Pages of other sites that are fetched: nearly six days, if each takes as long as it may."""
MAX_LENGTH = 1_000


def whole_number(largest: int, smallest: int = 1) -> Callable[[str], int]:
    """Return the type of a whole number from smallest to largest."""

    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            number = smallest - 1
        if not smallest <= number <= largest:
            raise ArgumentTypeError(f"must be a whole number from {smallest} to {largest:,}")
        return number

    return parse


batch_size = whole_number(MAX_BATCH_SIZE)


def plain_text(value: str) -> str:
    """Return value. Refuse NUL and bytes that are no text: no file, database or URL takes them.

    Python reads such bytes of a command line as lone surrogates.
    """
    if len(value) > MAX_LENGTH:
        raise ArgumentTypeError(f"must have {MAX_LENGTH:,} characters at most")
    if value != text.make_storable(value):
        raise ArgumentTypeError("must be text in the encoding of the terminal, without NUL")
    return value


def path(value: str) -> Path:
    """Return value as a path."""
    return Path(plain_text(value))


def site_url(value: str) -> str:
    """Return value. Refuse all but the address of a site, such as https://example.org."""
    value = plain_text(value)
    try:
        parts = urlsplit(value)
        is_site = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_site = is_site and (parts.port is None or parts.port > 0)
    except ValueError:  # of a port or an IPv6 address
        is_site = False
    has_more = any(character in value for character in "?#@") or len(value.split()) != 1
    if not is_site or has_more or not value.isprintable():
        raise ArgumentTypeError("must be the address of the site, such as https://example.org")
    return value


def get_profile(handle: str) -> AbstractProfile:
    """Return the profile with this handle, with or without @. CommandError if there is none."""
    handle = handle.removeprefix("@").lower()
    profiles = get_profile_model()._base_manager.exclude(handle__startswith=PURGED_PREFIX)
    found: AbstractProfile | None = for_write(profiles.filter(handle=handle)).first()
    if found is None:
        raise CommandError(f"There is no profile @{handle}.")
    return found


def open_private(path: str, flags: int) -> int:
    """Open a file as open() does, and let nobody else read it. For the argument opener."""
    return os.open(path, flags, 0o600)

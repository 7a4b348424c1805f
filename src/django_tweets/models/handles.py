"""Handles: what a local one may hold, and the first that a person is given."""

from __future__ import annotations

import itertools
import random
import re
import unicodedata
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractBaseUser


def validate(handle: str) -> None:
    """ValidationError, of the field handle, for what a mention can't name.

    That is all but 1 to 20 of a-z, 0-9 and _.
    """
    if not text.is_valid_handle(f"@{handle}"):
        error = ValidationError(
            _("A handle is up to %(max)d letters (a to z), digits and underscores."),
            code="invalid_handle",
            params={"max": text.MAX_HANDLE_LENGTH},
        )
        raise ValidationError({"handle": error})


def suggest(user: AbstractBaseUser) -> str:
    """A handle close to user's login name, or "user" where that name says nothing or too much.

    A site whose people sign in with an e-mail address has not been told to publish it, so
    nothing is taken from one.
    """
    login_name = user.get_username()
    field = user._meta.get_field(get_user_model().USERNAME_FIELD)
    if "@" in login_name or isinstance(field, models.EmailField):
        return "user"
    return slug(login_name) or "user"


def slug(name: str) -> str:
    """What is left of name in the characters of a handle, cut to length; may be empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_name.lower())
    return words[: text.MAX_HANDLE_LENGTH].strip("_")


def candidates(base: str) -> Iterator[str]:
    """base, then without end base with random digits behind it, ever more of them.

    Nobody is simply called "user": with ten thousand of them, whoever is would look like the
    site itself. They get eight digits at once, so that even then hardly two draw the same.
    """
    fewest = 8 if base == "user" else 4
    if base != "user":
        yield base
    attempts = itertools.count()
    while True:
        digits = min(fewest + next(attempts) // 10, 12)
        stem = base[: text.MAX_HANDLE_LENGTH - digits - 1]
        yield f"{stem}_{random.randrange(10**digits):0{digits}}"  # noqa: S311 - a name, not a secret

"""Handles: validation, and the choice of a handle for a new profile."""

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

__all__ = ["slug", "variants"]


REMOTE_PATTERN = (
    r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]"
)
"""name@domain of a remote profile, in lower case: what WebFinger (RFC 7565) has as acct:. A domain
in another script is in its ASCII form, xn--…; MAX_LENGTH limits the whole."""

MAX_LENGTH = 255  # of a remote handle; a local one is shorter: text.MAX_HANDLE_LENGTH

_is_remote = re.compile(REMOTE_PATTERN).fullmatch


def validate(handle: str, *, allow_remote: bool = False) -> None:
    """Raise ValidationError, for the field handle, unless handle is valid.

    A local handle has 1 to 20 of a-z, 0-9 and _: what a mention can name. allow_remote: also
    accept name@domain, the handle of a profile without a user.
    """
    if allow_remote and len(handle) <= MAX_LENGTH and _is_remote(handle):
        return
    if not text.is_valid_handle(f"@{handle}"):
        error = ValidationError(
            _("A handle is up to %(max)d letters (a to z), digits and underscores."),
            code="invalid_handle",
            params={"max": text.MAX_HANDLE_LENGTH},
        )
        raise ValidationError({"handle": error})


def suggest(user: AbstractBaseUser) -> str:
    """Return a handle similar to the login name of user, or "user" if that has no usable letters.

    Nothing is taken from an e-mail address: nobody has agreed to publish it.
    """
    login_name = user.get_username()
    field = user._meta.get_field(get_user_model().USERNAME_FIELD)
    if "@" in login_name or isinstance(field, models.EmailField):
        return "user"
    return slug(login_name) or "user"


def slug(name: str) -> str:
    """Convert name to the characters and the maximum length of a handle. May return ""."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_name.lower())
    return words[: text.MAX_HANDLE_LENGTH].strip("_")


def variants(base: str) -> Iterator[str]:
    """Yield base, then endlessly base with random digits, more and more of them.

    The handle "user" itself is never given: it would look like an account of the site. There,
    eight digits are used from the start, so that collisions are rare among ten thousand users.
    """
    fewest = 8 if base == "user" else 4
    if base != "user":
        yield base
    attempts = itertools.count()
    while True:
        digits = min(fewest + next(attempts) // 10, 12)
        stem = base[: text.MAX_HANDLE_LENGTH - digits - 1]
        yield f"{stem}_{random.randrange(10**digits):0{digits}}"  # noqa: S311 - not a secret

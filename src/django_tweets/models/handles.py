"""Handles: validation, and the choice of a handle for a new profile."""

from __future__ import annotations

import itertools
import random
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..conf import conf
from . import search_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractBaseUser

__all__ = ["give_handles"]


REMOTE_PATTERN = (
    r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]"
)
"""name@domain of a remote profile, in lower case: what WebFinger (RFC 7565) has as acct:. A domain
in another script is in its ASCII form, xn--…; MAX_LENGTH limits the whole."""

BATCH_SIZE = 500  # profiles that give_handles() reads at a time: SQLite takes 999 values

MAX_LENGTH = 255  # of a remote handle; a local one is shorter: text.MAX_HANDLE_LENGTH

PURGED_PREFIX = "~"
"""Begins the handle of a profile that is deleted for good: no member can have such a handle."""

COMMON_LABELS = {"ac", "co", "com", "edu", "gov", "net", "org", "www"}
"""Parts of a domain that name no site."""

_LOOKALIKES = str.maketrans("0125i8", "olzslb")
"""Digits and letters, and the letter that each is mistaken for."""

_is_remote = re.compile(REMOTE_PATTERN).fullmatch

_is_generated = re.compile(r"user_[0-9]{8,12}").fullmatch


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


def is_reserved(handle: str) -> bool:
    """Whether the site keeps handle for itself: see reserved_handles()."""
    return handle in reserved_handles()


def reserved_handles() -> set[str]:
    """Return DJANGO_TWEETS_RESERVED_HANDLES, and the names of the site itself."""
    names = {name.lower().removeprefix("@") for name in conf.RESERVED_HANDLES}
    return names | site_names(tuple(settings.ALLOWED_HOSTS))


@lru_cache(maxsize=8)
def site_names(hosts: tuple[str, ...]) -> frozenset[str]:
    """Return the names in the domains of the site: shop and acme of shop.acme.co.uk.

    With a hyphen, both as a handle has it and without: my_site and mysite of my-site.org.
    """
    names = set()
    for host in hosts:
        *labels, _last = [label for label in host.lower().split(".") if label] or [""]
        if not labels and not _last.isdigit():
            labels = [_last]  # such as localhost
        for label in labels:
            if label in COMMON_LABELS or label.isdigit():
                continue
            names |= {slug(label), slug(label.replace("-", ""))}
    return frozenset(name for name in names if len(name) > 1)


def skeleton(handle: str) -> str:
    """Return the form that handle and all its look-alikes have in common.

    Equal for admin, adm1n, ad_min and aadmin, and for modern and rnodern.
    """
    joined = handle.lower().replace("_", "").translate(_LOOKALIKES)
    for pair, letter in (("rn", "m"), ("vv", "w"), ("cl", "d")):
        joined = joined.replace(pair, letter)
    return "".join(letter for letter, _repeated in itertools.groupby(joined))


def suggest(user: AbstractBaseUser) -> str:
    """Return a handle similar to the login name of user, or "user" if that has no usable letters.

    Nothing is taken from an e-mail address: nobody has agreed to publish it.
    """
    name = get_user_model().USERNAME_FIELD
    login_name = getattr(user, name) or ""  # not get_username(): a historical user has no methods
    if "@" in login_name or isinstance(user._meta.get_field(name), models.EmailField):
        return "user"
    return slug(login_name) or "user"


def slug(name: str) -> str:
    """Convert name to the characters and the maximum length of a handle. May return ""."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_name.lower())
    return words[: text.MAX_HANDLE_LENGTH].strip("_")


def is_generated(handle: str) -> bool:
    """Whether handle looks like one that variants() makes without a name: user_38775972."""
    return _is_generated(handle) is not None


def give_handles(apps: Any, schema_editor: Any) -> None:
    """Give a handle to each profile that has none, and write the words by which it is found.

    For RunPython in a migration of a host that makes a model of its own the profile model. The
    migration depends on ("django_tweets", "0002_related_tables").
    """
    using = schema_editor.connection.alias
    rows = apps.get_model(swapping.profile_label())._base_manager.using(using)
    table = apps.get_model("django_tweets", "SearchName")
    is_missing = models.Q(handle=None) | models.Q(handle="")
    taken = {*rows.exclude(is_missing).values_list("handle", flat=True)}
    keys = list(rows.filter(is_missing).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH_SIZE):
        batch = list(rows.filter(pk__in=keys[start : start + BATCH_SIZE]).select_related("user"))
        for profile in batch:
            name = suggest(profile.user) if profile.user else profile.display_name
            profile.handle = next(handle for handle in variants(name) if handle not in taken)
            taken.add(profile.handle)
        rows.bulk_update(batch, ["handle"])
        search_name.write(batch, using=using, table=table)


def variants(name: str) -> Iterator[str]:
    """Yield the slug of name, then endlessly the slug with random digits, more and more of them.

    The handle "user" itself is never given: it would look like an account of the site. There,
    eight digits are used from the start, so that collisions are rare among ten thousand users. The
    same for a reserved handle.
    """
    base = slug(name) or "user"
    base = "user" if is_reserved(base) else base
    fewest = 8 if base == "user" else 4
    if base != "user":
        yield base
    attempts = itertools.count()
    while True:
        digits = min(fewest + next(attempts) // 10, 12)
        stem = base[: text.MAX_HANDLE_LENGTH - digits - 1]
        yield f"{stem}_{random.randrange(10**digits):0{digits}}"  # noqa: S311 - not a secret

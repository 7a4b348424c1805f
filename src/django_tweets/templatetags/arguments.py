"""Arguments of tags and filters: a wrong or missing one must not break the page of a host.

A template passes "" or None for a variable that it does not have, or `string_if_invalid`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..models import AbstractProfile, AbstractTweet

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template import Context

MAX_LIMIT = 1000


def get_profile(value: Any) -> AbstractProfile | None:
    """Return value if it is a profile that is saved, also a lazy one."""
    is_saved = isinstance(value, AbstractProfile) and not value._state.adding
    return value if is_saved else None


def get_tweets(value: Any) -> list[AbstractTweet]:
    """Return the tweets in value, in its order."""
    try:
        rows = iter(value)
    except TypeError:
        return []
    return [row for row in rows if isinstance(row, AbstractTweet)]


def get_limit(value: Any, default: int) -> int:
    """Return value as a number from 1 to MAX_LIMIT; default if value is no number."""
    digits = str(value)
    is_number = digits.isascii() and digits.isdecimal() and int(digits[:20]) > 0
    return min(int(digits[:20]), MAX_LIMIT) if is_number else default


def get_request(context: Context) -> HttpRequest | None:
    """Return the request of the page. A host's own variable `request` may be something else."""
    # The attribute is there whether or not the host has the request context processor.
    for request in (getattr(context, "request", None), context.get("request")):
        if hasattr(request, "get_full_path"):
            return request
    return None

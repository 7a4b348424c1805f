"""Checks of limits: where they are counted, and by which address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks

from ..client_addresses import get_function
from ..conf import PREFIX, conf, problem_of
from ..services.limit_stores import RedisStore, get_store

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


def check_client_address(**kwargs: Any) -> list[CheckMessage]:
    """E015: DJANGO_TWEETS_CLIENT_ADDRESS names no function."""
    if problem_of("CLIENT_ADDRESS"):  # E007
        return []
    try:
        found: Any = get_function()
    except Exception as error:  # it would raise the same for every visitor
        problem = f"{type(error).__name__}: {error}"
    else:
        if callable(found):
            return []
        problem = f"{found!r} is no function"
    return [
        checks.Error(
            f"{PREFIX}CLIENT_ADDRESS names no function ({problem}).",
            hint="It is the dotted path of a function that takes a request and returns a string.",
            id="django_tweets.E015",
        )
    ]


def check_limits(**kwargs: Any) -> list[CheckMessage]:
    """I001: where limits are counted. Only with `check --deploy`."""
    if problem_of("LIMITS") or conf.LIMITS is None:
        return []
    if isinstance(get_store(), RedisStore):
        where, hint = 'Redis, by CACHES["default"]', None
    else:
        where = "the database"
        hint = 'A cache in Redis or Valkey as CACHES["default"] counts with less work.'
    return [
        checks.Info(f"Limits are counted in {where}.", hint=hint, id="django_tweets.I001"),
    ]

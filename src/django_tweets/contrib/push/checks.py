"""System checks of web push: its library, its keys, its tables, and who sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import router

from ...conf import PREFIX, conf, problem_of
from ...models import Notification
from ...swapping import get_profile_model
from ...tasks import runs_in_background
from . import keys, tasks
from .models import PushSettings, PushSubscription

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


def check_library(**kwargs: Any) -> list[CheckMessage]:
    """E022: the site offers web push, and has no library for it."""
    if problem_of("PUSH") or conf.PUSH is None or keys.has_library():
        return []
    return [
        checks.Error(
            f"{PREFIX}PUSH is set, but pywebpush is not installed.",
            hint=keys.INSTALL,
            id="django_tweets.E022",
        )
    ]


def check_keys(**kwargs: Any) -> list[CheckMessage]:
    """E023: the keys of web push are invalid, or not a pair."""
    if problem_of("PUSH") or conf.PUSH is None or not keys.has_library():
        return []
    try:
        found = keys.get_public_key(conf.PUSH["PRIVATE_KEY"])
    except ValueError as error:
        problem = f"has a PRIVATE_KEY that is none: {error}"
    else:
        if found == conf.PUSH["PUBLIC_KEY"]:
            return []
        problem = "has a PUBLIC_KEY that doesn’t belong to its PRIVATE_KEY."
    return [
        checks.Error(
            f"{PREFIX}PUSH {problem}",
            hint="Copy both from one run of manage.py make_push_keys.",
            id="django_tweets.E023",
        )
    ]


def check_databases(**kwargs: Any) -> list[CheckMessage]:
    """E024: the tables are in another database than those that they are read together with."""
    models: list[Any] = [PushSettings, PushSubscription, Notification]
    using = router.db_for_write(get_profile_model())
    if all(router.db_for_write(model) == using for model in models):
        return []
    return [
        checks.Error(
            "The tables of django_tweets_push are not in the database of the profiles.",
            hint="Let your database routers treat it as they treat django_tweets.",
            id="django_tweets.E024",
        )
    ]


def check_sending(**kwargs: Any) -> list[CheckMessage]:
    """W022: no notification is pushed by itself. Only for deployment."""
    if problem_of("PUSH"):  # E007
        return []
    if conf.PUSH is None:
        problem = f"django_tweets.contrib.push is installed, but {PREFIX}PUSH is not set."
        hint = "manage.py make_push_keys you@example.org prints it."
    elif not runs_in_background(tasks.send_pushes):
        problem = "Without workers, notifications are pushed by manage.py send_pushes alone."
        hint = "Run it every minute, or set TASKS to a backend with workers."
    else:
        return []
    return [checks.Warning(problem, hint=hint, id="django_tweets.W022")]


def register() -> None:
    """Register the checks."""
    checks.register(check_library)
    checks.register(check_keys)
    checks.register(check_databases)
    checks.register(check_sending, deploy=True)

"""Unsent texts in sessions, of members who were logged out while they wrote.

A session doesn't tell whose text it has. So when profiles have been deleted, all of them are read:
once for all deletions of some minutes, because a member could delete profiles again and again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError

from ..cache import cache
from ..swapping import get_profile_model
from ..tasks import enqueue as enqueue_task
from . import tasks
from .batches import value_batches
from .databases import for_write

SESSION_KEY = "django_tweets_draft"
"""Its value in a session: the path of the page, the key of the writer as text, and the text."""

REMOVAL_INTERVAL = timedelta(minutes=10)

READ_INTERVAL = timedelta(days=1)
"""Time after which the sweep reads all sessions again."""

READ = "django_tweets:unsent_texts_read"
"""In the cache: set for READ_INTERVAL once all sessions have been read."""

_REMOVED = "django_tweets:unsent_texts_removed"
_WAITING = "django_tweets:unsent_texts_waiting"

_waiting_here = Event()
"""Set if the cache was away when _WAITING was to be set."""


def enqueue_removal() -> None:
    """Enqueue the task that removes the texts of deleted members: a profile has been deleted.

    If it was enqueued in the last ten minutes, it waits for enqueue_waiting_removal().
    """
    if not _enqueue_if_due() and not cache.set(_WAITING, True, None):
        _waiting_here.set()


def enqueue_waiting_removal() -> None:
    """Enqueue the task if profiles have been deleted since the last time, and that is long ago."""
    if _waiting_here.is_set() or cache.get(_WAITING):
        _enqueue_if_due()


def _enqueue_if_due() -> bool:
    """Enqueue the task, at most every ten minutes. Return whether it was enqueued now."""
    is_due = cache.add(_REMOVED, True, REMOVAL_INTERVAL.total_seconds())
    if is_due:
        _waiting_here.clear()
        cache.delete(_WAITING)
        enqueue_task(tasks.remove_unsent_texts)
    return is_due


def remove_unsent_texts() -> None:
    """Remove the texts of writers who no longer exist from the sessions in the database.

    Elsewhere they stay until the session expires: a cache can't list its sessions.
    """
    engine: Any = import_module(settings.SESSION_ENGINE).SessionStore
    is_table = hasattr(engine, "get_model_class")
    if not (is_table and apps.is_installed("django.contrib.sessions")):
        return
    decode = engine().decode
    rows = engine.get_model_class()._base_manager.all()
    for batch in value_batches(rows, "session_data"):
        sessions = {key: decode(data) for key, data in batch}
        writers = {
            key: data[SESSION_KEY][1] for key, data in sessions.items() if SESSION_KEY in data
        }
        existing = _find_existing({*writers.values()}) if writers else set()
        for key, writer in writers.items():
            if writer not in existing:
                session = engine(key)
                session.pop(SESSION_KEY, None)
                session.save()
    cache.set(READ, True, READ_INTERVAL.total_seconds())


def _find_existing(writers: set[str]) -> set[str]:
    """Return those of writers, keys as text, whose profiles are not deleted."""
    model = get_profile_model()
    keys = []
    for writer in writers:
        with suppress(ValidationError):  # not a key of this model
            keys.append(model._meta.pk.to_python(writer))
    there = for_write(model._base_manager.filter(deleted_at=None, pk__in=keys))
    return {str(key) for key in there.values_list("pk", flat=True)}

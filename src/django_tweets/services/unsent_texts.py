"""Unsent texts in sessions, of members who were logged out while they wrote.

A session doesn't tell whose text it has. So when a profile has been deleted, all of them are read.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError

from ..swapping import get_profile_model
from .batches import value_batches
from .databases import for_write

SESSION_KEY = "django_tweets_draft"
"""Its value in a session: the path of the page, the key of the writer as text, and the text."""


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


def _find_existing(writers: set[str]) -> set[str]:
    """Return those of writers, keys as text, whose profiles are not deleted."""
    model = get_profile_model()
    keys = []
    for writer in writers:
        with suppress(ValidationError):  # not a key of this model
            keys.append(model._meta.pk.to_python(writer))
    there = for_write(model._base_manager.filter(deleted_at=None, pk__in=keys))
    return {str(key) for key in there.values_list("pk", flat=True)}

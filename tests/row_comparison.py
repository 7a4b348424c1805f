"""All rows of the app, in a form that two runs of the same actions can be compared in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Appeal, ModerationAction, Report
from django_tweets.timelines.suggestions import cache_key

IGNORED = {"entities", "file", "form_digest", "picture", "session_key", "token", "words"}
"""Columns with keys or random names. Entities and words repeat what the content says."""

DIGESTS = {"digest", "key", "owner"}


def read_rows() -> dict[str, list[Any]]:
    """Return all rows by model, without times, and with the number of a row instead of its key."""
    profiles, tweets = get_profile_model(), get_tweet_model()
    models: set[Any] = {profiles, tweets}
    models |= {*apps.get_app_config("django_tweets").get_models()}
    numbers = {
        model: {key: f"{model.__name__} {number}" for number, key in enumerate(_in_order(model))}
        for model in models
    }
    names = {str(key): name for model in (profiles, tweets) for key, name in numbers[model].items()}
    found: dict[str, list[Any]] = {
        model.__name__: sorted((_read(row, numbers, names) for row in _rows(model)), key=repr)
        for model in models
        if model._meta.managed and not model._meta.swapped
    }
    suggested = [
        (numbers[profiles][profile.pk], [numbers[profiles][each.key] for each in kept])
        for profile in _rows(profiles)
        if (kept := cache.get(cache_key(profile))) is not None
    ]
    sessions = [row.get_decoded() for row in _rows(Session)]
    return {**found, "suggestions": suggested, "Session": sessions}


def _rows(model: Any) -> Any:
    if model._meta.swapped or not model._meta.managed:
        return []
    return model._base_manager.all()


def _in_order(model: Any) -> list[Any]:
    """Return the keys of a model in the order in which its rows were made."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        row.pk
        for row in sorted(
            _rows(model),
            key=lambda row: (row.created_at if "created_at" in names else 0, str(row.pk).zfill(40)),
        )
    ]


def _read(row: Any, numbers: dict[Any, dict[Any, str]], names: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in IGNORED:
            continue
        if field.name == "user":
            values[field.name] = value is not None
        elif field.is_relation and field.related_model in numbers:
            about = numbers[field.related_model].get(value, value and "gone")
            if field.name == "notification":  # their order differs
                about = f"{row.notification.kind} {names[str(row.notification.recipient_id)]}"
            values[field.name] = about
        elif field.primary_key and value in numbers[type(row)] and field.name != "place":
            values[field.name] = ""
        elif field.name == "subject":
            values[field.name] = _read_subject(row.kind, value, numbers, names)
        elif field.name == "newest":
            values[field.name] = value > 0
        elif field.name in DIGESTS:
            values[field.name] = bool(value)
        else:
            values[field.name] = _simple(value, names)
    return values


def _read_subject(kind: str, value: int, numbers: Any, names: dict[str, str]) -> Any:
    if kind in {"moderation", "report"}:
        model = Report if kind == "report" else ModerationAction if value > 0 else Appeal
        return numbers[model][abs(value)]
    if kind == "data_export":
        return "a time"
    return names.get(str(value), value)


def _simple(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, datetime):
        return "a time"
    if isinstance(value, list):
        return len(value)
    if isinstance(value, dict | str):
        found = str(value)
        for key, name in names.items():
            found = found.replace(key, name) if len(key) > 10 else found
        return re.sub(r"\d+", "0", found)
    return names.get(str(value), value) if isinstance(value, int) and value > 10**9 else value

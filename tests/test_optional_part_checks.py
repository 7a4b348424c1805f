"""Deployment checks of live updates and view counts."""

from __future__ import annotations

from typing import Any

import pytest

from django_tweets import checks
from tests.test_site_checks import ids

STREAM = {"BACKEND": "django_tweets.live.PostgresStream"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["W025"]),
        ({"DJANGO_TWEETS_STREAM": None}, []),
        ({"DJANGO_TWEETS_STREAM": 7}, []),  # E007
        ({"ASGI_APPLICATION": "mysite.routing.application"}, []),
        ({"WSGI_APPLICATION": "tests.live.wsgi.application"}, []),  # beside it is asgi.py
        ({"WSGI_APPLICATION": "no.such.wsgi.application"}, ["W025"]),
    ],
)
def test_live_updates_without_asgi_are_a_warning(
    settings: Any, changes: dict[str, Any], expected: list[str]
) -> None:
    settings.DJANGO_TWEETS_STREAM = STREAM
    for name, value in changes.items():
        setattr(settings, name, value)
    assert ids(checks.check_asgi()) == expected


@pytest.mark.parametrize(
    ("backend", "problem"),
    [
        ("locmem.LocMemCache", "separate one in each process"),
        ("dummy.DummyCache", "stores nothing"),
        ("filebased.FileBasedCache", "several processes"),
        ("db.DatabaseCache", "writes to the database"),
        ("redis.RedisCache", ""),
    ],
)
def test_cache_that_cannot_count_views_is_a_warning(
    settings: Any, backend: str, problem: str
) -> None:
    path = f"django.core.cache.backends.{backend}"
    settings.CACHES = {"default": {"BACKEND": path, "LOCATION": "redis://127.0.0.1:1"}}
    assert checks.check_view_counts() == []
    settings.DJANGO_TWEETS_VIEW_COUNTS = True
    messages = checks.check_view_counts()
    assert ids(messages) == (["W023"] if problem else [])
    assert all(problem in message.msg for message in messages)
    settings.DJANGO_TWEETS_VIEW_COUNTS = "yes"  # another check says so
    assert checks.check_view_counts() == []

"""Rules for our migrations that swapping depends on."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations

import django_tweets

FOLDER = Path(django_tweets.__file__).parent / "migrations"
NAMES = ["0001_initial", "0002_related_tables"]


def load(name: str) -> Any:
    return import_module(f"django_tweets.migrations.{name}").Migration


def test_there_are_two_migrations_before_the_first_release() -> None:
    assert sorted(path.stem for path in FOLDER.glob("0*.py")) == NAMES


def test_0002_depends_on_both_swappable_models() -> None:
    """Without these, the tables of a host may be created after what points at them."""
    labels = (settings.DJANGO_TWEETS_PROFILE_MODEL, settings.DJANGO_TWEETS_TWEET_MODEL)
    for label in labels:
        assert migrations.swappable_dependency(label) in load("0002_related_tables").dependencies


def test_0001_does_not_refer_to_the_swappable_tweet() -> None:
    """A host's tweet depends on 0001, so that would be a circular dependency."""
    targets = [
        field.remote_field.model
        for operation in load("0001_initial").operations
        for _name, field in operation.fields
        if field.remote_field
    ]
    assert set(targets) == {settings.AUTH_USER_MODEL, settings.DJANGO_TWEETS_PROFILE_MODEL}


def test_no_migration_runs_python_or_sql() -> None:
    """On a site that swaps a model, its table is not ours to read or write."""
    for name in NAMES:
        for operation in load(name).operations:
            assert not isinstance(operation, migrations.RunPython | migrations.RunSQL)

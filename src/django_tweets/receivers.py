"""What we hear from Django: a user is made, a profile goes, tables have been made."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete

from . import swapping
from .search import indexes
from .services import deletion
from .services.stored_files import remove_on_commit


def connect() -> None:
    """Start to listen; called once, when the app is ready."""
    post_save.connect(create_profile, settings.AUTH_USER_MODEL, dispatch_uid="django_tweets.user")
    pre_delete.connect(
        clear_profile, swapping.profile_label(), dispatch_uid="django_tweets.profile"
    )
    post_delete.connect(
        remove_pictures, swapping.profile_label(), dispatch_uid="django_tweets.profile"
    )
    post_migrate.connect(
        prepare_search, apps.get_app_config("django_tweets"), dispatch_uid="django_tweets.search"
    )


def create_profile(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new user has a profile at once; a fixture brings its own."""
    if created and not raw:
        instance.profile  # noqa: B018 - asking for it makes it


def clear_profile(instance: models.Model, using: str, **kwargs: Any) -> None:
    """What a profile wrote, liked and followed goes with it, and others' counts know."""
    deletion.purge_profile_at_once(instance.pk, using=using)


def remove_pictures(instance: models.Model, using: str, **kwargs: Any) -> None:
    """The pictures of a profile that was deleted leave their storage."""
    for field in instance._meta.fields:
        if isinstance(field, models.FileField):
            remove_on_commit(getattr(instance, field.name), using=using)


def prepare_search(using: str, **kwargs: Any) -> None:
    """The full text index of a database is there as soon as its tables are."""
    indexes.prepare(using)

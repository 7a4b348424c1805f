"""Receivers of Django signals: for new users, deleted profiles and new tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import connections, models, router, transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save

from . import services, swapping
from .models import (
    Profile,
    former_handle,
    hashtag_uses,
    home_updates,
    tweet_deletion,
    visibility,
)
from .models.unmigrated import ignore_missing_tables
from .routers import reads_from_write_database
from .search import indexes
from .services import deletion, suggestions, sweep_homes, tasks
from .services.stored_files import remove_on_commit
from .services.unsent_texts import enqueue_removal
from .swapping import get_profile_model
from .tasks import enqueue_on_commit
from .timelines.backends import get_backend
from .timelines.compute_suggestions import compute_suggestions, has_suggestions

if TYPE_CHECKING:
    from datetime import datetime

    from .services.sweep_window import Batches


def connect() -> None:
    """Connect the receivers. Called once, when the app is ready."""
    post_save.connect(create_profile, settings.AUTH_USER_MODEL, dispatch_uid="django_tweets.user")
    pre_save.connect(
        remember_activity, settings.AUTH_USER_MODEL, dispatch_uid="django_tweets.activity"
    )
    post_save.connect(
        compare_activity, settings.AUTH_USER_MODEL, dispatch_uid="django_tweets.activity"
    )
    tweet_deletion.connect(purge_tweet)
    hashtag_uses.connect(update_hidden_profile)
    former_handle.connect(check_handle)
    home_updates.connect(update_homes)
    sweep_homes.connect(find_lost_home_updates)
    suggestions.connect(compute_suggestions, has_suggestions)
    user_logged_in.connect(suggest_profiles, dispatch_uid="django_tweets.suggestions")
    pre_delete.connect(
        clear_profile, swapping.profile_label(), dispatch_uid="django_tweets.profile"
    )
    post_delete.connect(
        remove_traces, swapping.profile_label(), dispatch_uid="django_tweets.profile"
    )
    post_migrate.connect(
        prepare_search, apps.get_app_config("django_tweets"), dispatch_uid="django_tweets.search"
    )


@reads_from_write_database()
def create_profile(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """Create the profile of a new user.

    Not for a fixture (raw), which brings its own, and not if the profile model is the host's: its
    own code may create the profile right after the user, with values that we don't know.
    """
    if created and not raw and not Profile._meta.swapped:
        with ignore_missing_tables(router.db_for_write(Profile)):
            services.get_profile(instance)


def remember_activity(
    sender: Any, instance: Any, raw: bool, using: str, update_fields: Any, **kwargs: Any
) -> None:
    """Read whether a user who is saved was active so far."""
    instance._was_active = None
    is_written = update_fields is None or "is_active" in update_fields
    if not raw and is_written and not instance._state.adding and visibility.user_flag():
        stored = sender._base_manager.using(using).filter(pk=instance.pk)
        instance._was_active = stored.values_list("is_active", flat=True).first()


def compare_activity(instance: Any, **kwargs: Any) -> None:
    """Update hashtags and notifications after a user was deactivated or reactivated."""
    was_active = instance._was_active
    if was_active is not None and was_active != instance.is_active:
        using = router.db_for_write(get_profile_model())
        with ignore_missing_tables(using):
            profiles = get_profile_model()._base_manager.using(using).filter(user=instance.pk)
            for key in profiles.values_list("pk", flat=True):
                update_hidden_profile(key, using)


def suggest_profiles(user: Any, **kwargs: Any) -> None:
    """Have profiles suggested to a user who logs in, unless there are some in the cache."""
    using = router.db_for_write(get_profile_model())
    with ignore_missing_tables(using):
        profile = get_profile_model()._base_manager.filter(user=user.pk).first()
        if profile is not None and profile.following_count and not has_suggestions(profile):
            enqueue_on_commit(tasks.update_suggestions, profile.pk, using=using)


def update_hidden_profile(profile_id: Any, using: str) -> None:
    """Update hashtags and notifications, in tasks, after a profile was hidden or shown again."""
    enqueue_on_commit(tasks.update_told_actors, profile_id, using=using)
    enqueue_on_commit(tasks.rebuild_profile_hashtags, profile_id, using=using)


def check_handle(profile_id: Any, using: str) -> None:
    """Compare the new handle of a profile with those it may be taken for, in a task."""
    enqueue_on_commit(tasks.check_handle, profile_id, using=using)


def clear_profile(instance: Any, using: str, **kwargs: Any) -> None:
    """Delete the tweets, likes and follows of a profile, and update the counts of others."""
    with ignore_missing_tables(using):
        deletion.purge_profile_at_once(instance.pk, using=using)
        former_handle.release(instance.handle, user_id=instance.user_id, using=using)


def purge_tweet(key: int, using: str) -> None:
    """Delete the rows that refer to a deleted tweet, in a task."""
    enqueue_on_commit(tasks.purge_tweet, key, using=using)


def update_homes(key: int, /, using: str, *, is_new: bool) -> None:
    """Tell the timeline backend of a tweet that is new or has a new audience."""
    get_backend().update_homes(key, using, is_new=is_new)


def find_lost_home_updates(since: datetime, until: datetime) -> Batches:
    """Return the tasks that the timeline backend has lost."""
    return get_backend().find_lost_tasks(since, until)


def remove_traces(instance: models.Model, using: str, **kwargs: Any) -> None:
    """Remove a deleted profile's files, entries of the full text index, and texts in sessions."""
    for field in instance._meta.fields:
        if isinstance(field, models.FileField):
            remove_on_commit(getattr(instance, field.name), using=using)
    with ignore_missing_tables(using):
        indexes.forget_deleted(using)
    # One task for all profiles that this transaction deletes: it reads all sessions.
    waiting = [function for _, function, *_ in connections[using].run_on_commit]
    if enqueue_removal not in waiting:
        transaction.on_commit(enqueue_removal, using=using, robust=True)


def prepare_search(using: str, **kwargs: Any) -> None:
    """Create the full text index after the tables."""
    indexes.prepare(using)

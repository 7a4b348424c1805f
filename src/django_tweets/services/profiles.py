"""Make profiles, change one, delete one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ..models import handles
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit
from .deletion import clear_profile
from .follows import accept_all
from .idempotency import get_locked
from .reindexing import tag_tweets_of
from .stored_files import remove_on_commit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.contrib.auth.models import AbstractBaseUser

    from ..models import AbstractProfile


def create_profiles(users: Collection[AbstractBaseUser]) -> int:
    """Make a profile for each of users, who had none, and return how many of them have one now.

    A few queries for all of them. Somebody who got a profile meanwhile keeps that one; somebody
    whose handle was taken in that moment has none until the next call.
    """
    profile_model = get_profile_model()
    profiles = [
        profile_model(user_id=user.pk, handle=handle, **profile_model.defaults_for(user))
        for handle, user in _free_handles(users).items()
    ]
    profile_model.objects.bulk_create(profiles, ignore_conflicts=True)
    return profile_model._base_manager.filter(user__in=[user.pk for user in users]).count()


def _free_handles(users: Iterable[AbstractBaseUser]) -> dict[str, AbstractBaseUser]:
    """A handle for each of users that nobody has yet."""
    profile_model = get_profile_model()
    free: dict[str, AbstractBaseUser] = {}
    waiting = [(user, handles.variants(profile_model.suggest_handle(user))) for user in users]
    while waiting:
        proposed = [(next(names), user, names) for user, names in waiting]
        stored = profile_model._base_manager.filter(handle__in={row[0] for row in proposed})
        taken = {*free, *stored.values_list("handle", flat=True)}
        waiting = []
        for handle, user, names in proposed:
            if handle in taken:
                waiting.append((user, names))
            else:
                free[handle] = user
                taken.add(handle)
    return free


def update_profile(profile: AbstractProfile, **changes: Any) -> AbstractProfile:
    """Set fields of profile and return it.

    A picture that is replaced, or cleared with False, leaves its storage on commit. Who protects
    their tweets no more accepts all that have asked to follow, in a task; and in a task, too, what
    they have said begins to count for its hashtags, or ends.
    ValidationError, by field, for what a field can't hold and for a handle that is taken, and
    profile is left as it was; the model's DoesNotExist if it has gone.
    """
    unchanged = {field.name for field in profile._meta.fields} - changes.keys()
    using = profile._state.db
    with transaction.atomic(using=using):
        stored = get_locked(profile)
        was_protected = stored.is_protected
        files = [field for field in stored._meta.fields if isinstance(field, models.FileField)]
        replaced = [getattr(stored, field.name) for field in files]
        for name, value in changes.items():
            stored._meta.get_field(name).save_form_data(stored, value)  # type: ignore[union-attr]  # a column, no reverse relation
        stored.clean_fields(exclude=unchanged)
        stored.clean()
        stored.validate_unique(exclude=unchanged)
        try:
            with transaction.atomic(using=using):
                stored.save(update_fields=list(changes))
        except IntegrityError:
            stored.validate_unique(exclude=unchanged)  # says what was taken meanwhile
            raise
        if changes.get("is_protected") is False:
            accept_all(stored)
        if stored.is_protected != was_protected:
            enqueue_on_commit(tag_tweets_of, stored.pk, using=using)
        for file in replaced:
            if file != getattr(stored, file.field.name):
                remove_on_commit(file, using=using)
    for name in changes:
        setattr(profile, name, getattr(stored, name))
    return profile


def delete_profile(profile: AbstractProfile) -> AbstractProfile:
    """Delete profile, and return it as it was; that it has gone already is no error.

    Nobody sees it or anything of it from then on, and its user and its handle are free. What it
    has written, liked and followed goes in a task. (profile.delete(), and deleting the user, do
    all of it at once: with a hundred thousand tweets that takes minutes.)
    """
    rows = type(profile)._base_manager.using(profile._state.db)
    there = rows.filter(pk=profile.pk, deleted_at__isnull=True)
    hidden = {"user": None, "handle": f"~{profile.pk}", "deleted_at": timezone.now()}
    if there.update(**hidden):
        enqueue_on_commit(clear_profile, profile.pk, using=profile._state.db)
    return profile

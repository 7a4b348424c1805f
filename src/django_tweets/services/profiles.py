"""Create, update and delete profiles."""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile

from .. import text
from ..conf import conf
from ..file_storage import StorageError, missing_settings
from ..models import AbstractProfile, former_handle, handles, user_profiles
from ..models.databases import write_database
from ..models.validators import validate_not_null
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit
from . import former_handles, profile_deletion, tasks
from .databases import for_write
from .idempotency import get_locked
from .retries import retry_deadlocks
from .screening import screen_new_profile, screen_profile
from .stored_files import NewFiles, remove_on_commit
from .suspension import may_act_flag, refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.contrib.auth.models import AbstractBaseUser


def get_profile(user: AbstractBaseUser) -> AbstractProfile:
    """Return the profile of user. Create it if there is none yet."""
    return user_profiles.get_profile(user)


def _clear_refused_texts(profile: AbstractProfile) -> None:
    """Screen the texts of a new profile, which come from its user, such as the login name.

    Nobody sees those that a check refuses: the handle is a generated one, other texts are empty.
    """
    if refused := screen_new_profile(profile):
        for name in refused:
            setattr(profile, name, "")
        if "handle" in refused:
            profile.handle = next(handles.variants("user"))
        profile.save(update_fields=[*refused])


user_profiles.screen_new.append(_clear_refused_texts)


def create_profiles(users: Collection[AbstractBaseUser]) -> int:
    """Create profiles for users who have none, and return how many of them have one now.

    This takes a few queries for all of them, or a few for each if the profile model overrides
    create_for(). A user who got a profile in the meantime keeps that
    one. A user whose handle was taken in the meantime has none until the next call.
    """
    profile_model = get_profile_model()
    if inspect.getattr_static(profile_model, "create_for") is vars(AbstractProfile)["create_for"]:
        profiles = [
            profile_model(user_id=user.pk, handle=handle, **profile_model.defaults_for(user))
            for handle, user in _free_handles(users).items()
        ]
        profile_model._rows.bulk_create(profiles, ignore_conflicts=True)
    else:
        for user in users:
            get_profile(user)
    keys = [user.pk for user in users]
    return for_write(profile_model._base_manager.filter(user__in=keys)).count()


def _free_handles(users: Iterable[AbstractBaseUser]) -> dict[str, AbstractBaseUser]:
    """Return a free handle for each user: the users by their handles."""
    profile_model = get_profile_model()
    free: dict[str, AbstractBaseUser] = {}
    waiting = [(user, handles.variants(profile_model.suggest_handle(user))) for user in users]
    while waiting:
        proposed = [(next(names), user, names) for user, names in waiting]
        stored = profile_model._base_manager.filter(handle__in={row[0] for row in proposed})
        taken = {*free, *for_write(stored).values_list("handle", flat=True)}
        held = for_write(former_handle.held(row[0] for row in proposed))
        digests = set(held.values_list("digest", flat=True))
        waiting = []
        for handle, user, names in proposed:
            if handle in taken or former_handle.make_digest(handle) in digests:
                waiting.append((user, names))
            else:
                free[handle] = user
                taken.add(handle)
    return free


@reads_from_write_database()
def update_profile(profile: AbstractProfile, **changes: Any) -> AbstractProfile:
    """Set fields of a profile and return it.

    A picture that is replaced, or cleared with False, is removed from its storage on commit. A
    profile that stops to be protected accepts all follow requests, in a task. Saving a profile
    that was hidden, or is shown again, has its tweets counted again for their hashtags, in a task.
    Raise ValidationError, by field, for invalid values and for a handle that is taken,
    PermissionDenied if the profile is suspended, unless is_suspended is among the changes, and the
    model's DoesNotExist if the profile has been deleted; the instance is unchanged then. Raise
    StorageError, a ValidationError, if the storage of a picture fails, and ImproperlyConfigured for
    a file if the site has not said where files go.
    """
    screen_profile(profile, changes)
    using = write_database(profile)
    with ExitStack() as context:
        # Before the row is locked: a storage may take seconds.
        values, new_files = _store_files(profile, changes, context, using)
        stored = retry_deadlocks(
            lambda: _write_changes(profile, values, new_files, using), using=using
        )
    for name in changes:
        setattr(profile, name, getattr(stored, name))
    return profile


def _write_changes(
    profile: AbstractProfile, changes: dict[str, Any], new_files: list[NewFiles], using: str
) -> Any:
    """Set fields of the stored profile in one transaction, and return it."""
    with storable(), transaction.atomic(using=using):
        for each in new_files:
            each.keep_on_commit(using=using)
        stored: Any = get_locked(profile, may_act=may_act_flag())
        files = [field for field in stored._meta.fields if isinstance(field, models.FileField)]
        replaced = [getattr(stored, field.name) for field in files]
        unchanged = _set_fields(stored, changes, using)
        try:
            with transaction.atomic(using=using):
                stored.save(update_fields=list(changes))
        except IntegrityError:
            stored.validate_unique(exclude=unchanged)  # names the field whose value was taken
            _require_free_handle(stored, using)
            raise
        if "handle" in changes:
            former_handles.forget_expired_later(using=using)
        if changes.get("is_protected") is False:
            enqueue_on_commit(tasks.accept_follow_requests, stored.pk, using=using)
        for file in replaced:
            if file != getattr(stored, file.field.name):
                remove_on_commit(file, using=using)
    return stored


def _set_fields(stored: Any, changes: dict[str, Any], using: str) -> set[str]:
    """Set fields of an instance and validate them. Return the names of the other fields.

    stored: the profile as the database has it, with may_act.
    """
    if not (stored.may_act or "is_suspended" in changes):  # only staff set that
        raise refusal([stored.pk], using=using)
    unchanged = {field.name for field in stored._meta.fields} - changes.keys()
    for name, value in changes.items():
        field: Any = stored._meta.get_field(name)
        if value and (missing := missing_settings(field)):
            raise ImproperlyConfigured(f"{name} can't be stored: set {', '.join(missing)}.")
        _set_field(stored, field, value)
    stored.clean_fields(exclude=unchanged)
    stored.clean()
    stored.validate_unique(exclude=unchanged)
    return unchanged


def recount_profile(profile: AbstractProfile) -> AbstractProfile:
    """Update counts and notifications, in tasks, after a profile was hidden or shown. Return it.

    For a site that has set is_active of its user without user.save(): by QuerySet.update(), by
    bulk_update() or in SQL. What is shown follows the flag at once; counts of hashtags and tweets,
    and of notifications, follow by these tasks.
    """
    using = write_database(profile)
    enqueue_on_commit(tasks.update_told_actors, profile.pk, using=using)
    enqueue_on_commit(tasks.rebuild_profile_hashtags, profile.pk, using=using)
    return profile


def _store_files(
    profile: AbstractProfile, changes: dict[str, Any], context: ExitStack, using: str
) -> tuple[dict[str, Any], list[NewFiles]]:
    """Store the new files among changes. Return changes with the stored files, and their writers.

    The other values are validated first. Raise StorageError, by field.

    context: in it the files are removed after an error.
    """
    fields: Any = [field for field in profile._meta.fields if isinstance(field, models.FileField)]
    fields = [field for field in fields if changes.get(field.name)]
    if not fields:
        return changes, []
    rows: Any = type(profile)._base_manager.using(using)
    draft = rows.annotate(may_act=may_act_flag()).get(pk=profile.pk)
    with storable():
        _set_fields(draft, changes, using)
    new_files = []
    for field in fields:
        file = getattr(draft, field.name)
        if not file._committed:
            writer = context.enter_context(NewFiles(file.storage))
            new_files.append(writer)
            try:
                writer.save_field(file)
            except StorageError as error:
                raise StorageError({field.name: error.messages}, code=error.code) from error
    return changes | {field.name: getattr(draft, field.name) for field in fields}, new_files


def _set_field(profile: AbstractProfile, field: Any, value: Any) -> None:
    """Set a field as a form does. Raise ValidationError for values that clean_fields() accepts."""
    is_file = isinstance(field, models.FileField)
    if not is_file:  # None leaves a file as it is
        validate_not_null(field, value)
    field.save_form_data(profile, value)
    if is_file:
        file = getattr(profile, field.name)
        is_valid = isinstance(file, FieldFile) and _has_stored_name(file)
    else:
        is_unsaved = isinstance(value, models.Model) and value.pk is None
        is_valid = not field.is_relation or not (is_unsaved or value == "")
    if not is_valid:
        raise ValidationError({field.name: RegexValidator.message}, code="invalid")


def _has_stored_name(file: FieldFile) -> bool:
    """Whether the column can have the name of file. A new file gets a name when it is saved."""
    name: Any = file.name or ""
    longest: Any = file.field.max_length
    if not file._committed:  # type: ignore[attr-defined]  # Django's
        return True
    is_text = isinstance(name, str) and text.make_storable(name) == name
    return is_text and len(name) <= longest


def _require_free_handle(profile: AbstractProfile, using: str) -> None:
    """Raise ValidationError if another profile has the handle.

    validate_unique() looks among the rows of the default manager, and one of the host's may leave
    the other profile out.
    """
    others = type(profile)._rows.using(using).exclude(pk=profile.pk)
    if others.filter(handle=profile.handle).exists():  # pragma: no cover - tested on such a host
        error = profile.unique_error_message(type(profile), ("handle",))
        raise ValidationError({"handle": error})


def delete_profile(profile: AbstractProfile, *, now: bool = False) -> AbstractProfile:
    """Delete a profile and return the instance as it was. Do nothing if it is gone already.

    The profile and everything it owns are hidden at once. Without a grace period
    (DJANGO_TWEETS_DELETION_GRACE), or with now=True, its user is free and its handle is held for
    that user (see models/former_handle.py), and a task deletes its tweets, likes and follows.
    (profile.delete(), and deleting the user, do all of that at once: with 100,000 tweets that takes
    minutes.) With a grace period it keeps all of this, and
    restore_profile() takes the deletion back; purge_due_profiles() deletes it when the time is
    over. now=True ends a grace period that has begun.

    The user of a suspended profile gets a new one at once, which is suspended until the same time.
    """
    using = write_database(profile)
    grace = timedelta(0) if now else conf.DELETION_GRACE
    rows = type(profile)._base_manager.using(using)
    existing = rows.filter(profile_deletion.is_deletable(has_grace=bool(grace)), pk=profile.pk)
    if grace:
        profile_deletion.delete_later(existing, profile, grace)
    else:
        profile_deletion.delete_now(existing, profile)
    return profile

"""Settings of notifications: what a profile wants, and what it has read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connections, router, transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from ..models import NotificationPreference, NotificationSettings
from ..models.validators import validate_not_null
from ..notification_kinds import get_kind
from ..routers import reads_from_write_database
from ..swapping import get_profile_model
from .databases import for_write
from .idempotency import create_once, lock_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..models import AbstractProfile


def mark_notifications_read(profile: AbstractProfile, until: int) -> None:
    """Mark the notifications of profile as read up to until, the `newest` of one of them.

    It never moves back: a smaller value than the stored one changes nothing. Raise ValidationError
    if until is no such number, and PermissionDenied if profile has been deleted.
    """
    validate_not_null(NotificationSettings._meta.get_field("read_until"), until)
    first = NotificationSettings(profile_id=profile.pk, read_until=until)
    first.clean_fields(exclude={"profile"})
    exists = Exists(get_profile_model()._base_manager.filter(pk=profile.pk, deleted_at=None))
    stored = NotificationSettings._base_manager.filter(exists, pk=profile.pk)
    unread = stored.filter(read_until__lt=first.read_until)
    if unread.update(read_until=first.read_until) or for_write(stored).exists():
        return
    check = partial(lock_profiles, profile)
    if not create_once(first, "profile", before=lambda using: check(using=using))[1]:
        unread.update(read_until=first.read_until)  # another request has created it


@reads_from_write_database()
def update_notification_settings(
    profile: AbstractProfile, kinds: Mapping[str, bool] | None = None, **changes: Any
) -> NotificationSettings:
    """Change what profile is notified of, and how. Return its settings.

    kinds: whether it wants each of these kinds, by name; the others stay as they are. changes:
    fields of NotificationSettings. ValidationError, by field, for a value that is not valid, and by
    kind for one that is not registered or not optional. PermissionDenied if profile has been
    deleted.
    """
    kinds = kinds or {}
    settings = NotificationSettings.for_profile(profile)
    for name, value in changes.items():
        validate_not_null(settings._meta.get_field(name), value)
        setattr(settings, name, value)
    settings.clean_fields(exclude={"profile"})
    wanted: Any = NotificationPreference._meta.get_field("is_wanted")
    for name, is_wanted in kinds.items():
        kind = get_kind(name)
        if kind is None or not kind.is_optional:
            raise ValidationError({name: _("This can’t be switched on or off.")}, code="invalid")
        try:
            wanted.clean(is_wanted, None)
        except ValidationError as error:
            raise ValidationError({name: error}) from None
    using = router.db_for_write(NotificationSettings)
    with transaction.atomic(using=using):
        # InnoDB locks the gap where the row will be: two that insert there would deadlock.
        lock_profiles(profile, using=using)
        # Only these fields: read_until and digest_until may have changed in the meantime.
        NotificationSettings._base_manager.update_or_create(pk=profile.pk, defaults=changes)
        _store_preferences(profile, kinds)
    return settings


def _store_preferences(profile: AbstractProfile, kinds: Mapping[str, bool]) -> None:
    using = router.db_for_write(NotificationPreference)
    has_target = connections[using].features.supports_update_conflicts_with_target
    NotificationPreference._base_manager.using(using).bulk_create(
        [
            NotificationPreference(profile_id=profile.pk, kind=name, is_wanted=is_wanted)
            for name, is_wanted in kinds.items()
        ],
        update_conflicts=True,
        update_fields=["is_wanted"],
        unique_fields=["profile", "kind"] if has_target else None,
    )

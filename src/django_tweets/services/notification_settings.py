"""Settings of notifications: what a profile wants, and what it has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connections, router, transaction
from django.utils.translation import gettext as _

from ..models import NotificationPreference, NotificationSettings, counters
from ..notification_kinds import get_kind
from ..routers import reads_from_write_database
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..models import AbstractProfile


def mark_notifications_read(profile: AbstractProfile, until: int) -> None:
    """Mark the notifications of profile as read up to until, the `newest` of one of them.

    It never moves back: a smaller value than the stored one changes nothing.
    """
    rows = NotificationSettings._base_manager.filter(pk=profile.pk, read_until__lt=until)
    if rows.update(read_until=until):
        return
    first = {"read_until": until}
    _settings, is_new = NotificationSettings._base_manager.get_or_create(
        pk=profile.pk, defaults=first
    )
    if not is_new:  # another request has created it in the meantime
        rows.update(read_until=until)


@reads_from_write_database()
def update_notification_settings(
    profile: AbstractProfile, kinds: Mapping[str, bool] | None = None, **changes: Any
) -> NotificationSettings:
    """Change what profile is notified of, and how. Return its settings.

    kinds: whether it wants each of these kinds, by name; the others stay as they are. changes:
    fields of NotificationSettings. ValidationError, by field, for a value that is not valid, and by
    kind for one that is not registered or not optional.
    """
    kinds = kinds or {}
    settings = NotificationSettings.for_profile(profile)
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.clean_fields(exclude={"profile"})
    for name in kinds:
        kind = get_kind(name)
        if kind is None or not kind.is_optional:
            raise ValidationError({name: _("This can’t be switched on or off.")}, code="invalid")
    using = router.db_for_write(NotificationSettings)
    with transaction.atomic(using=using):
        # InnoDB locks the gap where the row will be: two that insert there would deadlock.
        counters.lock(get_profile_model(), [profile.pk], using=using)
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

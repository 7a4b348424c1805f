"""Settings of notifications: kinds, digests, and how far a profile has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, router, transaction
from django.utils.translation import gettext as _

from ..models import NotificationPreference, NotificationSettings
from ..models.validators import validate_not_null
from ..notification_kinds import get_kind
from ..routers import pin_reads, reads_from_write_database
from ..swapping import get_profile_model
from .announcements import announce_notifications
from .databases import for_write
from .idempotency import lock_profiles

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
    pin_reads()  # a page calls this: the next one must not show them as unread
    if _store_read_mark(first):
        announce_notifications([profile.pk], router.db_for_write(NotificationSettings))
    else:
        exists = get_profile_model()._base_manager.filter(pk=profile.pk, deleted_at=None)
        if not for_write(exists).exists():
            raise PermissionDenied(_("This profile no longer exists."))


def _store_read_mark(first: NotificationSettings) -> int:
    """Insert first, or set the read_until of its row if that is lower. Return the number of rows.

    It takes one statement, since it is part of a page. That locks the profile as lock_profiles()
    does, and inserts nothing for a deleted one.
    """
    connection = connections[router.db_for_write(NotificationSettings)]
    quote = connection.ops.quote_name
    table = quote(NotificationSettings._meta.db_table)
    profiles = quote(get_profile_model()._meta.db_table)
    key: Any = NotificationSettings._meta.pk
    fields: list[Any] = [f for f in NotificationSettings._meta.concrete_fields if f is not key]
    columns = ", ".join(quote(field.column) for field in (key, *fields))
    values = [field.get_db_prep_save(getattr(first, field.attname), connection) for field in fields]
    profile_key: Any = get_profile_model()._meta.pk
    pk = quote(profile_key.column)
    lock = ""
    conflict = (
        f"ON CONFLICT ({quote(key.column)}) DO UPDATE SET read_until = excluded.read_until"
        f" WHERE {table}.read_until < excluded.read_until"
    )
    if connection.vendor == "mysql":  # pragma: no cover - MariaDB's and MySQL's, tested there
        lock = " FOR UPDATE"
        conflict = (
            f"ON DUPLICATE KEY UPDATE read_until = GREATEST({table}.read_until, VALUES(read_until))"
        )
    elif connection.vendor == "postgresql":  # pragma: no cover - where it is tested too
        lock = " FOR NO KEY UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns})"
            f" SELECT {pk}, {', '.join(['%s'] * len(fields))} FROM {profiles}"
            f" WHERE {pk} = %s AND deleted_at IS NULL{lock} {conflict}",
            [*values, key.get_db_prep_save(first.pk, connection)],
        )
        rows: int = cursor.rowcount
    return rows


@reads_from_write_database()
def update_notification_settings(
    profile: AbstractProfile, kinds: Mapping[str, bool] | None = None, **changes: Any
) -> NotificationSettings:
    """Change the notification settings of profile, and return them.

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
        update_fields=["is_wanted", "changed_at"],
        unique_fields=["profile", "kind"] if has_target else None,
    )

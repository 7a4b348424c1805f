"""What somebody wants to be told, and what they have read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..models import NotificationSettings

if TYPE_CHECKING:
    from ..models import AbstractProfile


def mark_notifications_read(profile: AbstractProfile, until: int) -> None:
    """Let what profile was told up to until, the `newest` of a notification, be read.

    That more is read already is no error.
    """
    rows = NotificationSettings._base_manager.filter(pk=profile.pk, read_until__lt=until)
    if rows.update(read_until=until):
        return
    first = {"read_until": until}
    _, is_first = NotificationSettings._base_manager.get_or_create(pk=profile.pk, defaults=first)
    if not is_first:  # another window has made it since
        rows.update(read_until=until)


def update_notification_settings(profile: AbstractProfile, **changes: Any) -> NotificationSettings:
    """Set what profile wants to be told, and return all of that: fields of NotificationSettings.

    ValidationError, by field, for what a field can't hold.
    """
    settings = NotificationSettings.of(profile)
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.clean_fields(exclude={"profile"})
    # Only these: what is read, and what was sent, may have changed meanwhile.
    NotificationSettings._base_manager.update_or_create(pk=profile.pk, defaults=changes)
    return settings

"""Claims of e-mail digests, so that two processes don't send the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ..models import NotificationSettings
from .databases import for_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def claim_digest(settings: NotificationSettings, until: int) -> bool:
    """Record that a digest is sent now, with notifications up to until, the newest of the last one.

    Return False if another process has recorded one since settings were read: then don't send.
    """
    unclaimed = _stored_row(settings).filter(digest_until=settings.digest_until)
    return bool(unclaimed.update(digest_at=timezone.now(), digest_until=until))


def release_digest(settings: NotificationSettings, *, digest_at: datetime | None) -> None:
    """Undo claim_digest() with the same settings, for a digest that could not be sent.

    digest_at: the former value, or another one if the digest is not due again at once.
    """
    _stored_row(settings).update(digest_at=digest_at, digest_until=settings.digest_until)


def postpone_digest(settings: NotificationSettings, *, digest_at: datetime) -> None:
    """Set the time of a digest that has nothing to tell, unless another process has claimed it."""
    unclaimed = _stored_row(settings).filter(digest_until=settings.digest_until)
    unclaimed.update(digest_at=digest_at)


def _stored_row(settings: NotificationSettings) -> QuerySet[NotificationSettings]:
    return for_write(NotificationSettings._base_manager.filter(pk=settings.pk))

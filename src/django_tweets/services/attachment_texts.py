"""Descriptions and focal points of files that are not published yet, and their removal.

Those of a tweet change with it: see services.edit().
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Attachment
from ..models.attachment import NOT_YOURS
from ..models.databases import write_database
from ..routers import reads_from_write_database
from .attachments import delete_attachments
from .suspension import lock_members

if TYPE_CHECKING:
    from django.db.models import QuerySet


@reads_from_write_database()
def update_attachment(
    attachment: Attachment, *, alt: str | None = None, focus: tuple[float, float] | None = None
) -> Attachment:
    """Change the description or the focal point of an unpublished file, and return the instance.

    None leaves one as it is. Raise ValidationError for an invalid value, or if the file is
    published or gone; PermissionDenied if its owner is suspended.
    """
    changes: dict[str, str | float] = {} if alt is None else {"alt": alt}
    if focus is not None:
        changes |= {"focus_x": focus[0], "focus_y": focus[1]}
    changed = Attachment(**changes)
    others = {field.name for field in Attachment._meta.fields} - changes.keys()
    changed.clean_fields(exclude=others)
    cleaned = {name: getattr(changed, name) for name in changes}
    using = write_database(attachment)
    with transaction.atomic(using=using):
        lock_members(attachment.owner_id, using=using)
        if cleaned and not _unpublished(attachment, using=using).update(**cleaned):
            raise ValidationError(NOT_YOURS, code="published")
    for name, value in cleaned.items():
        setattr(attachment, name, value)
    return attachment


def discard_attachment(attachment: Attachment) -> None:
    """Delete a file that is not published, and its row. Do nothing if it is published or gone."""
    delete_attachments(_unpublished(attachment, using=write_database(attachment)))


def _unpublished(attachment: Attachment, *, using: str) -> QuerySet[Attachment]:
    rows: QuerySet[Attachment] = Attachment._base_manager.using(using)
    return rows.filter(pk=attachment.pk, tweet__isnull=True)

"""Attachments for tests: rows with a small file in the storage, and pictures to upload."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import router
from PIL import Image

from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import Attachment
from django_tweets.models.attachment import new_folder

if TYPE_CHECKING:
    from tests.factories import Profile

WIDTHS = [4, 8]


def make_picture(width: int = 12, height: int = 8) -> BytesIO:
    """Return a picture as a browser would upload it."""
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    out.seek(0)
    return out


def make_attachment(owner: Profile, content: bytes = b"THE-TEXT", **fields: Any) -> Attachment:
    """Create an attachment without decoding a picture, with the same content in each file.

    Unpublished, unless tweet and position are given.
    """
    folder = new_folder()
    for width in WIDTHS:
        get_attachment_storage().save(f"{folder}/{width}.webp", ContentFile(content))
    fields = {"kind": "image", "width": 8, "height": 8, "widths": WIDTHS, **fields}
    row = Attachment(owner_id=owner.pk, file=f"{folder}/8.webp", **fields)
    row.save(using=router.db_for_write(Attachment))
    return row


def stored_names(attachment: Attachment) -> list[str]:
    """Return the names of the files of attachment that are in the storage."""
    return [name for name in attachment.file_names if get_attachment_storage().exists(name)]

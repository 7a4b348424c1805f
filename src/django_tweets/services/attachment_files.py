"""Store the files of an attachment, in the request that uploads it or in a task."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .. import video
from ..conf import conf
from ..images import attachments as images
from ..models import Attachment
from ..models.attachment import POSTER

if TYPE_CHECKING:
    from ..images.attachments import RenderedAttachment
    from .stored_files import NewFiles

PROCESSED_FIELDS = (
    "kind",
    "file",
    "preview",
    "widths",
    "width",
    "height",
    "duration",
    "placeholder",
    "size",
    "state",
)
"""Names of the columns that processing changes."""

NOT_PLAYABLE = _("Browsers can’t play this video. Save it as an MP4 file (H.264) and try again.")


def store_pictures(
    attachment: Attachment, rendered: RenderedAttachment, folder: str, files: NewFiles
) -> None:
    """Write the pictures of an attachment, and set its fields. A poster is written once.

    folder: a new one, or that of the attachment.
    """
    for file in rendered.files:
        name = f"{folder}/{file.width}.{file.extension}"
        attachment.file = files.save(name, file.content)
        attachment.widths.append(file.width)
    if rendered.poster and not attachment.preview:
        name = f"{folder}/{POSTER}.{rendered.poster.extension}"
        attachment.preview = files.save(name, rendered.poster.content)
    for field in ("kind", "width", "height", "duration", "placeholder"):
        setattr(attachment, field, getattr(rendered, field))


def store_upload(attachment: Attachment, file: IO[bytes], folder: str, files: NewFiles) -> None:
    """Store an upload unchanged, for the task that processes it."""
    file.seek(0)
    attachment.file = files.save_file(f"{folder}/upload", File(file))
    attachment.state = Attachment.State.PROCESSING


def store_media(
    attachment: Attachment, media: video.StoredMedia, folder: str, files: NewFiles
) -> None:
    """Write a video or a sound, and close its temporary file."""
    with media.file as stored:
        name = f"{folder}/{attachment.kind}.{media.extension}"
        attachment.file = files.save_file(name, File(stored))


def make_playable(file: IO[bytes], info: video.VideoInfo) -> video.StoredMedia:
    """Return a video or a sound that browsers can play, without metadata, in a request.

    It is copied. Only what browsers can't play is converted, if that takes no more CPU time than
    the limit `request_seconds`; else raise ValidationError.
    """
    if not info.needs_transcoding:
        return video.remux(file, info)
    try:
        return video.transcode(file, info, max_seconds=conf.MEDIA_LIMITS["request_seconds"])
    except ValidationError as error:
        raise (not_playable() if error.code == "media_too_large" else error) from None


def not_playable() -> ValidationError:
    """Return the error of a video that takes too long to convert."""
    return ValidationError(NOT_PLAYABLE, code="not_playable")


def failure_text(attachment: Attachment) -> str:
    """Return why the processing of attachment has failed; "" if it has not."""
    if attachment.state != Attachment.State.FAILED:
        return ""
    text = {**images.MESSAGES, **video.MESSAGES}.get(attachment.failure, NOT_PLAYABLE)
    limits = conf.MEDIA_LIMITS
    largest = filesizeformat(limits["picture_bytes"])
    return str(text) % {"seconds": limits["video_seconds"], "max": largest}

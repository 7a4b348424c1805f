"""Attachments of tweets: check an uploaded file, and make the files to store.

Formats are found by content. The name and the type that a browser sends are not read.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .. import video
from ..conf import conf
from ..file_errors import raise_unless_broken
from . import gif, heif, jpeg, png, webp
from .animations import encode_animation
from .encoded import EncodedAnimation, EncodedImage, TooLargeError
from .stills import (
    NarrowError,
    RenderedFile,
    encode,
    encode_widths,
    find_placeholder,
    is_heic_available,
    render_still,
)

__all__ = ["RenderedAttachment", "RenderedFile", "accepted_types", "render_attachment"]

HEAD_BYTES = 64

DEFERRED_PIXELS = 10_000_000
"""Pixels of all frames of an animation that takes as long as a photo: one second of CPU time."""

MESSAGES = {
    "too_many_bytes": _("This file is larger than %(max)s."),
    "too_large": _("This picture has too many pixels. Make it smaller and try again."),
    "too_narrow": _("This picture is too long and narrow. Crop it and try again."),
    "no_heic": _("This site takes no HEIC pictures. Save it as a JPEG file and try again."),
    "not_a_picture": _(
        "This file is not a picture that can be read. Use a JPEG, PNG, WebP, AVIF or GIF file."
    ),
}


class NoHeicError(ValueError):
    """The picture is a HEIC, and pillow-heif is not installed."""


class RenderedAttachment(NamedTuple):
    """An upload, made ready to store."""

    kind: str
    """"image", "gifv" (an animation), "video" or "audio"."""
    width: int
    """Width of the largest file, upright; 0 of a sound."""
    height: int
    duration: float
    """Seconds; 0 of a still picture."""
    placeholder: str
    """Mean colors of the four quarters, row by row, each with three hex digits; "" of a sound."""
    files: tuple[RenderedFile, ...]
    """Pictures: widths for `srcset`, the smallest one first. Animations: one file.

    Videos and sounds: none. They come from `video.remux()` or `video.transcode()`, as files.
    """
    poster: RenderedFile | None
    """First frame of an animation or a video."""
    media: video.VideoInfo | None = None
    """Content of a video or a sound."""
    is_deferred: bool = False
    """Whether the rest takes seconds, and is left to a task. There are no files, but a poster."""


def render_attachment(
    upload: IO[bytes], name: str = "", *, can_defer: bool = False
) -> RenderedAttachment:
    """Return the files to store of an upload, without metadata.

    name: what the browser calls the file. It decides nothing. can_defer: what takes seconds is only
    checked, for a task that calls this again.

    Raise ValidationError if the file can't be an attachment.
    """
    # The form keeps the error, and with it the variables of this function: so no image is in them.
    upload.seek(0)
    head = upload.read(HEAD_BYTES)
    if video.is_media(head) and not heif.find_format(head):
        return render_media(upload, can_defer=can_defer)
    result = _render(upload, can_defer=can_defer)
    if isinstance(result, RenderedAttachment):
        return result
    largest = filesizeformat(conf.MEDIA_LIMITS["picture_bytes"])
    raise ValidationError(MESSAGES[result], code=result, params={"max": largest})


def accepted_types() -> list[str]:
    """Return the types of files that this site takes, for the `accept` of a form."""
    from PIL import features

    types = ["image/jpeg", "image/png", "image/webp", "image/gif"]
    if features.check("avif"):
        types.append("image/avif")
    if is_heic_available():
        types += ["image/heic", "image/heif"]
    if video.is_available():
        types += video.TYPES
    return types


def render_media(upload: IO[bytes], *, can_defer: bool = False) -> RenderedAttachment:
    """Return the facts about a video or a sound, without files: the `video` package makes these."""
    info = video.probe(upload)
    if info.kind == "audio":
        return RenderedAttachment("audio", 0, 0, info.duration, "", (), None, info)
    picture = video.make_poster(upload, info)
    return RenderedAttachment(
        "video",
        info.width,
        info.height,
        info.duration,
        find_placeholder(picture),
        (),
        encode(picture),
        info,
        can_defer and info.needs_transcoding,
    )


def _render(upload: IO[bytes], *, can_defer: bool) -> RenderedAttachment | str:
    """Return the attachment, or the code of an error."""
    from PIL import Image

    upload.seek(0)
    largest = conf.MEDIA_LIMITS["picture_bytes"]
    content = upload.read(largest + 1)
    if len(content) > largest:
        return "too_many_bytes"
    code = "not_a_picture"
    try:
        encoded = read(content)
        if isinstance(encoded, EncodedAnimation):
            if can_defer and count_pixels(encoded) > DEFERRED_PIXELS:
                return render_first(read_first(content), encoded)
            del content  # before another copy is made
            return render_animation(encoded)
        del content
        picture = render_still(encoded)
        del encoded
        files = encode_widths(picture)
        return RenderedAttachment(
            "image", *picture.size, 0, find_placeholder(picture), files, poster=None
        )
    except (TooLargeError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        code = "too_large"
    except NarrowError:
        code = "too_narrow"
    except NoHeicError:
        code = "no_heic"
    except Exception as error:
        raise_unless_broken(error)
    return code


def read(content: bytes) -> EncodedImage | EncodedAnimation:
    """Return the image to decode. Raise an error if the file is in none of our formats."""
    name = heif.find_format(content[:HEAD_BYTES])
    if name == "HEIF" and not is_heic_available():
        raise NoHeicError
    if name:
        return heif.read(content)
    if jpeg.SIGNATURE.match(content):
        return jpeg.read(content)
    animation: EncodedAnimation | None = _find_module(content).read_animation(content)
    return animation or read_first(content)


def read_first(content: bytes) -> EncodedImage:
    """Return the picture of a PNG, WebP or GIF file, or the first one of an animation."""
    still: EncodedImage = _find_module(content).read(content)
    return still


def _find_module(content: bytes) -> Any:
    return next(module for module in (png, webp, gif) if module.SIGNATURE.match(content))


def count_pixels(encoded: EncodedAnimation) -> int:
    """Return the pixels of all frames of an animation."""
    from PIL import Image

    with Image.open(BytesIO(encoded.data), formats=[encoded.format]) as picture:
        return len(encoded.durations) * picture.width * picture.height


def render_first(first: EncodedImage, encoded: EncodedAnimation) -> RenderedAttachment:
    """Return an animation without files: a task makes them. It has its first frame."""
    picture = render_still(first)
    duration = sum(encoded.durations) / 1000
    return RenderedAttachment(
        "gifv",
        *picture.size,
        duration,
        find_placeholder(picture),
        (),
        encode(picture),
        is_deferred=True,
    )


def render_animation(encoded: EncodedAnimation) -> RenderedAttachment:
    """Return an animation with one file, and its first frame."""
    animation, file = encode_animation(encoded)
    poster = encode(animation.first)
    placeholder = find_placeholder(animation.first)
    duration = sum(animation.durations) / 1000
    return RenderedAttachment(
        "gifv", file.width, file.height, duration, placeholder, (file,), poster
    )

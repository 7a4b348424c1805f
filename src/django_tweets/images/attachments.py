"""Attachments of tweets: check an uploaded file, and make the files that are stored of it.

Formats are found by content. The name and the type that a browser sends are not read.
"""

from __future__ import annotations

from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .. import video
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

__all__ = ["MAX_BYTES", "RenderedAttachment", "RenderedFile", "accepted_types", "render_attachment"]

MAX_BYTES = 16 * 1024 * 1024
"""Largest picture or animation. The limit of videos is `video.MAX_BYTES`."""

HEAD_BYTES = 64

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


def render_attachment(upload: IO[bytes], name: str = "") -> RenderedAttachment:
    """Return the files to store of an upload, without metadata.

    name: what the browser calls the file. It decides nothing.

    Raise ValidationError if the file can't be an attachment.
    """
    # The form keeps the error, and with it the variables of this function: so no image is in them.
    upload.seek(0)
    head = upload.read(HEAD_BYTES)
    if video.is_media(head) and not heif.find_format(head):
        return render_media(upload)
    result = _render(upload)
    if isinstance(result, RenderedAttachment):
        return result
    raise ValidationError(MESSAGES[result], code=result, params={"max": filesizeformat(MAX_BYTES)})


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


def render_media(upload: IO[bytes]) -> RenderedAttachment:
    """Return what there is to say of a video or a sound. It has no files: see `video`."""
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
    )


def _render(upload: IO[bytes]) -> RenderedAttachment | str:
    """Return the attachment, or the code of an error."""
    from PIL import Image

    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return "too_many_bytes"
    code = "not_a_picture"
    try:
        encoded = read(content)
        del content  # before another copy is made
        if isinstance(encoded, EncodedAnimation):
            return render_animation(encoded)
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
    except Exception:  # noqa: S110 - decoders raise many types for a broken file
        pass
    return code


def read(content: bytes) -> EncodedImage | EncodedAnimation:
    """Return what is to be decoded of a file. Raise an error if it is in none of our formats."""
    name = heif.find_format(content[:HEAD_BYTES])
    if name == "HEIF" and not is_heic_available():
        raise NoHeicError
    if name:
        return heif.read(content)
    if jpeg.SIGNATURE.match(content):
        return jpeg.read(content)
    module = next(module for module in (png, webp, gif) if module.SIGNATURE.match(content))
    animation: EncodedAnimation | None = module.read_animation(content)
    if animation:
        return animation
    still: EncodedImage = module.read(content)
    return still


def render_animation(encoded: EncodedAnimation) -> RenderedAttachment:
    """Return an animation with one file, and its first frame."""
    animation, file = encode_animation(encoded)
    poster = encode(animation.first)
    placeholder = find_placeholder(animation.first)
    duration = sum(animation.durations) / 1000
    return RenderedAttachment(
        "gifv", file.width, file.height, duration, placeholder, (file,), poster
    )

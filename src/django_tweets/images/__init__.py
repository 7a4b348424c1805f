"""Uploaded images: check them, and convert them to WebP in a fixed size.

A file of 10 MB can be made to take minutes, or gigabytes of memory. Each format has a module that
reads the structure of the file, refuses what is too large, and copies what one image needs. Only
this copy is decoded.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ..file_errors import raise_unless_broken
from . import gif, jpeg, png, webp
from .encoded import TooLargeError
from .rendering import Size, render

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "AVATAR",
    "BANNER",
    "FORMATS",
    "MAX_BYTES",
    "PREVIEW",
    "PREVIEW_SQUARE",
    "SMALL",
    "Picture",
    "Size",
    "check_bytes",
    "measure",
    "to_webp",
]

MAX_BYTES = 10 * 1024 * 1024

FORMATS = {"JPEG": jpeg, "PNG": png, "WEBP": webp, "GIF": gif}
"""Modules of the accepted formats, by their names in Pillow."""

AVATAR = Size(400, 400)
BANNER = Size(1500, 500)
PREVIEW = Size(640, 336)
PREVIEW_SQUARE = Size(288, 288)
"""Sizes of the pictures of link previews: wide pictures, and others such as logos."""

SMALL = {AVATAR: Size(144, 144)}
"""Sizes of a second file, for lists: 48 CSS pixels on a screen of up to three pixels each."""

MESSAGES = {
    "too_large": _("This picture has too many pixels. Make it smaller and try again."),
    "not_a_picture": _(
        "This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF file."
    ),
}


class Picture(ContentFile):
    """A WebP image. small: the same in a smaller size, if that of the image has one."""

    def __init__(self, content: bytes, small: bytes | None) -> None:
        super().__init__(content, name="picture.webp")
        self.small = small


def check_bytes(size: int) -> None:
    """Raise ValidationError if a file with that number of bytes is not accepted."""
    if size > MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(max)s."),
            code="too_many_bytes",
            params={"max": filesizeformat(MAX_BYTES)},
        )


def measure(upload: IO[bytes]) -> Size | None:
    """Return the width and height of an upload, upright; None if it is no accepted image."""
    from PIL import Image

    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    try:
        encoded = next(
            module.read(content) for module in FORMATS.values() if module.SIGNATURE.match(content)
        )
        with Image.open(BytesIO(encoded.data), formats=[encoded.format]) as picture:
            width, height = picture.size
    except Exception as error:
        raise_unless_broken(error)
        return None
    return Size(height, width) if encoded.orientation >= 5 else Size(width, height)


def to_webp(upload: IO[bytes], size: Size) -> Picture:
    """Return an upload as a WebP image: upright, cropped to size, and without metadata.

    Raise ValidationError if it is no image, or if its format or size is not accepted.
    """
    # The form keeps the error, and with it the variables of this function: so no image is in them.
    result = _convert(upload, size)
    if isinstance(result, tuple):
        return Picture(*result)
    raise ValidationError(MESSAGES[result], code=result)


def _convert(upload: IO[bytes], size: Size) -> tuple[bytes, bytes | None] | str:
    """Return the contents of the WebP file and of its small one, or the code of an error."""
    from PIL import Image

    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    check_bytes(len(content))
    try:
        encoded = next(
            module.read(content) for module in FORMATS.values() if module.SIGNATURE.match(content)
        )
        del content  # before another copy is made
        picture = render(encoded, size)
    except (TooLargeError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "too_large"
    except Exception as error:
        raise_unless_broken(error)
        return "not_a_picture"
    small = SMALL.get(size)
    return _encode(picture), small and _encode(picture.resize(small, Image.Resampling.LANCZOS))


def _encode(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=85)
    return out.getvalue()

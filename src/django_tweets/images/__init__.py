"""Uploaded images: check them, and convert them to WebP in a fixed size.

A file of 10 MB can be made to take minutes, or gigabytes of memory. Each format has a module that
reads the structure of the file, refuses what is too large, and copies what one image needs. Only
this copy is decoded.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from . import gif, jpeg, png, webp
from .encoded import TooLargeError
from .rendering import Size, render

__all__ = ["AVATAR", "BANNER", "FORMATS", "MAX_BYTES", "Size", "check_bytes", "to_webp"]

MAX_BYTES = 10 * 1024 * 1024

FORMATS = {"JPEG": jpeg, "PNG": png, "WEBP": webp, "GIF": gif}
"""Modules of the accepted formats, by their names in Pillow."""

AVATAR = Size(400, 400)
BANNER = Size(1500, 500)

MESSAGES = {
    "too_large": _("This picture has too many pixels. Make it smaller and try again."),
    "not_a_picture": _(
        "This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF file."
    ),
}


def check_bytes(size: int) -> None:
    """Raise ValidationError if a file with that number of bytes is not accepted."""
    if size > MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(max)s."),
            code="too_many_bytes",
            params={"max": filesizeformat(MAX_BYTES)},
        )


def to_webp(upload: IO[bytes], size: Size) -> ContentFile[bytes]:
    """Return an upload as a WebP image: upright, cropped to size, and without metadata.

    Raise ValidationError if it is no image, or if its format or size is not accepted.
    """
    # The form keeps the error, and with it the variables of this function: so no image is in them.
    result = _convert(upload, size)
    if isinstance(result, bytes):
        return ContentFile(result, name="picture.webp")
    raise ValidationError(MESSAGES[result], code=result)


def _convert(upload: IO[bytes], size: Size) -> bytes | str:
    """Return the content of the WebP file, or the code of an error."""
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
    except Exception:  # decoders of Pillow raise many types for a broken file
        return "not_a_picture"
    out = BytesIO()
    picture.save(out, "WEBP", quality=85)
    return out.getvalue()

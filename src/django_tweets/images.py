"""Pictures that people upload: what may come in, and the one form in which it is kept."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from PIL import Image

# Pillow is imported where it is used: a site without it gets the answer of checks.py.

MAX_BYTES = 10 * 1024 * 1024

# The formats that may come in, and the pixels that a picture of each may hold. A PNG of 10 KB
# can hold 81 million, at 4 bytes of memory each; a JPEG is decoded at a fraction of its size.
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 20_000_000, "WEBP": 20_000_000, "GIF": 20_000_000}


class Size(NamedTuple):
    """Width and height in pixels in which a picture is kept."""

    width: int
    height: int


AVATAR = Size(400, 400)
BANNER = Size(1500, 500)


def to_webp(upload: IO[bytes], size: Size) -> ContentFile[bytes]:
    """upload as a WebP picture of exactly size: upright, cut to fit, and nothing but pixels.

    ValidationError for what is no picture, or one of a format or size that isn't allowed.
    """
    picture = _open(upload)
    try:
        picture = _upright(picture, size)
    except Exception as error:  # whatever a decoder of Pillow raises, the file is at fault
        raise _not_a_picture() from error
    out = BytesIO()
    picture.save(out, "WEBP", quality=85)
    return ContentFile(out.getvalue(), name="picture.webp")


def _open(upload: IO[bytes]) -> Image.Image:
    """The picture with nothing but its header read: all that is needed to turn it away."""
    from PIL import Image

    try:
        picture = Image.open(upload, formats=list(MAX_PIXELS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Exception as error:  # whatever a decoder of Pillow raises, the file is at fault
        raise _not_a_picture() from error
    if picture.width * picture.height > MAX_PIXELS[picture.format or ""]:
        raise _too_large()
    return picture


def _upright(picture: Image.Image, size: Size) -> Image.Image:
    """The first frame's pixels, in sRGB, turned as the camera was held and cut to size."""
    from PIL import Image, ImageCms, ImageOps

    picture.draft("RGB", (2 * max(size), 2 * max(size)))  # a JPEG: decode 1/2, 1/4, 1/8 of it
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    if profile:
        source, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        with suppress(ImageCms.PyCMSError):  # of another mode (CMYK, grey): Pillow's own will do
            ImageCms.profileToProfile(picture, source, srgb, inPlace=True)
    picture.info.clear()  # where it was taken, by which camera, in which colours
    return picture


def _too_large() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels. Make it smaller and try again."), code="too_large"
    )


def _not_a_picture() -> ValidationError:
    return ValidationError(
        _("This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF file."),
        code="not_a_picture",
    )

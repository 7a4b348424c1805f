"""Uploaded images: check them, and convert them to WebP in a fixed size."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from PIL import Image

# Pillow is imported in functions: on a site without it, checks/ reports the error E003.

MAX_BYTES = 10 * 1024 * 1024

# Accepted formats, and the maximum number of pixels of each. A PNG file of 10 KB can have 81
# million pixels, at 4 bytes of memory each; a JPEG is decoded at a fraction of its size.
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 20_000_000, "WEBP": 20_000_000, "GIF": 20_000_000}


class Size(NamedTuple):
    """Width and height of a stored image, in pixels."""

    width: int
    height: int


AVATAR = Size(400, 400)
BANNER = Size(1500, 500)


def to_webp(upload: IO[bytes], size: Size) -> ContentFile[bytes]:
    """Return an upload as a WebP image: upright, cropped to size, and without metadata.

    Raise ValidationError if it is no image, or if its format or number of pixels is not accepted.
    """
    picture = _open(upload)
    try:
        picture = _normalize(picture, size)
    except Exception as error:  # decoders of Pillow raise many types for a broken file
        raise _not_an_image() from error
    out = BytesIO()
    picture.save(out, "WEBP", quality=85)
    return ContentFile(out.getvalue(), name="picture.webp")


def _open(upload: IO[bytes]) -> Image.Image:
    """Open the image and read only its header, which is enough to check format and size."""
    from PIL import Image

    try:
        picture = Image.open(upload, formats=list(MAX_PIXELS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Exception as error:  # decoders of Pillow raise many types for a broken file
        raise _not_an_image() from error
    if picture.width * picture.height > MAX_PIXELS[picture.format or ""]:
        raise _too_large()
    return picture


def _normalize(picture: Image.Image, size: Size) -> Image.Image:
    """Return the first frame in sRGB, rotated by its EXIF orientation and cropped to size."""
    from PIL import Image, ImageCms, ImageOps

    picture.draft("RGB", (2 * max(size), 2 * max(size)))  # decodes a JPEG at 1/2, 1/4 or 1/8
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    if profile:
        source, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        with suppress(ImageCms.PyCMSError):  # a profile for CMYK or grey: Pillow has converted it
            ImageCms.profileToProfile(picture, source, srgb, inPlace=True)
    picture.info.clear()  # location, camera and color profile
    return picture


def _too_large() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels. Make it smaller and try again."), code="too_large"
    )


def _not_an_image() -> ValidationError:
    return ValidationError(
        _("This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF file."),
        code="not_a_picture",
    )

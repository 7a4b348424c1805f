"""Decode an image and make it small. Only the decoded image is ever as large as the upload."""

from __future__ import annotations

from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from .color_profiles import to_srgb
from .encoded import TooLargeError

if TYPE_CHECKING:
    from PIL import Image

    from .encoded import EncodedImage
    from .heif_pixels import HeifPixels

# Pillow is imported in functions: on a site without it, checks/ reports the error E003.

MAX_MEMORY = 95_000_000
"""Bytes for the decoder and its image. Files and the reduced image take up to 50 MB more."""

OVERSAMPLING = 1.5
"""Smallest size of a reduced image, as a multiple of the result, so that the result is sharp."""

STRIP_PIXELS = 500_000
"""Pixels that are converted at a time. Each copy of them takes up to 4 bytes a pixel."""


TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""Transpositions that make an image upright, by its EXIF orientation."""


class Size(NamedTuple):
    """Width and height of a stored image, in pixels."""

    width: int
    height: int


class Box(NamedTuple):
    """Left, top, right and bottom edge of a part of an image."""

    left: float
    top: float
    right: float
    bottom: float


def render(encoded: EncodedImage, size: Size) -> Image.Image:
    """Return the image in sRGB, upright and cropped to size."""
    from PIL import Image

    if encoded.orientation >= 5:  # width and height are exchanged
        size = Size(size.height, size.width)
    picture, box = _reduce(_decode(encoded, size), size)
    picture = picture.resize(size, Image.Resampling.LANCZOS, box)
    alpha = None
    if picture.mode == "RGBa":
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB")
    picture = to_srgb(picture, encoded.profile)
    if alpha:
        picture.putalpha(alpha)
    turn = TURNS.get(encoded.orientation)
    return picture.transpose(Image.Transpose[turn]) if turn else picture


def _decode(encoded: EncodedImage, size: Size) -> Image.Image:
    """Decode the image. A JPEG is decoded at 1/2, 1/4 or 1/8, but to twice the size if possible."""
    from PIL import Image

    for factor in (2, 1):
        picture = Image.open(BytesIO(encoded.data), formats=[encoded.format])
        picture.draft(None, (factor * size.width, factor * size.height))
        if encoded.buffer_bytes + 4 * picture.width * picture.height <= MAX_MEMORY:
            picture.load()
            return picture
    raise TooLargeError


def _reduce(picture: Image.Image, size: Size) -> tuple[Image.Image, Box]:
    """Return the image, reduced by a whole number, and the box that is to be cropped.

    Reduce it strip by strip: a copy of the whole image in another mode is too large.
    """
    from PIL import Image

    width = min(picture.width, picture.height * size.width / size.height)
    height = min(picture.height, picture.width * size.height / size.width)
    box = Box(
        (picture.width - width) / 2,
        (picture.height - height) / 2,
        (picture.width + width) / 2,
        (picture.height + height) / 2,
    )
    factor = max(1, int(min(width / size.width, height / size.height) / OVERSAMPLING))
    left, top = int(box.left), int(box.top)
    right, bottom = ceil(box.right), ceil(box.bottom)
    reduced = Image.new(
        mode_of(picture), (-(-(right - left) // factor), -(-(bottom - top) // factor))
    )
    rows = factor * max(1, STRIP_PIXELS // (factor * (right - left)))
    for start in range(top, bottom, rows):
        strip = picture.crop((left, start, right, min(start + rows, bottom)))
        reduced.paste(
            convert_strip(strip, reduced.mode).reduce(factor), (0, (start - top) // factor)
        )
    return reduced, Box(
        (box.left - left) / factor,
        (box.top - top) / factor,
        (box.right - left) / factor,
        (box.bottom - top) / factor,
    )


def mode_of(picture: Image.Image | HeifPixels) -> str:
    """Return the mode to reduce an image in, with alpha multiplied into the colors."""
    if picture.has_transparency_data:
        return "RGBa"
    return {"1": "L", "L": "L", "I;16": "L", "CMYK": "CMYK"}.get(picture.mode, "RGB")


def convert_strip(strip: Image.Image, mode: str) -> Image.Image:
    """Return a part of an image in the mode that mode_of() has chosen."""
    from PIL import Image

    if strip.mode == "I;16":  # Pillow would make all that is lighter than 255 of 65,535 white
        info = strip.info
        strip = Image.frombytes("L", strip.size, strip.tobytes()[1::2])
        strip.info = info
    return strip.convert("RGBA").convert("RGBa") if mode == "RGBa" else strip.convert(mode)

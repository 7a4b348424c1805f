"""Pictures of tweets: one picture, upright and in sRGB, in the widths that pages need.

Only the decoded upload is larger than the largest stored picture. It is converted and resized strip
by strip, and a JPEG is decoded at 1/2, 1/4 or 1/8.
"""

from __future__ import annotations

from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from .color_profiles import to_srgb
from .encoded import TooLargeError
from .heif_pixels import HeifPixels
from .rendering import (
    OVERSAMPLING,
    STRIP_PIXELS,
    TURNS,
    Size,
    convert_strip,
    mode_of,
)

if TYPE_CHECKING:
    from PIL import Image

    from .encoded import EncodedImage

WIDTHS = (480, 960, 1920)
"""Widths of the stored files. The first is that of a phone with two pictures in a row."""

MAX_LONG_SIDE = 1920

MIN_WIDTH = 480
"""A tall picture keeps that width, so that the text of a long screenshot stays readable."""

MAX_HEIGHT = 7680
"""Height of a tall picture: with the smallest width, the pixels of 1920 × 1920."""

MAX_ASPECT = 32
"""The long side, as a multiple of the short one."""

QUALITY = 80

SMALLER = 0.8
"""A width is left out if the next one is hardly larger."""

FULL_BYTES = 36_000_000
"""Memory of a JPEG that is decoded in full, if at 1/2 it has almost the stored size."""

MAX_MEMORY = 100_000_000
"""Bytes for the decoder and its image."""

ALMOST = 3 / 4
"""Smallest side of such a picture at 1/2, as a part of the stored one. It is stored so."""


class RenderedFile(NamedTuple):
    """A file to store."""

    width: int
    height: int
    content: bytes
    extension: str
    """"webp" or "mp4"."""


class NarrowError(ValueError):
    """The picture is too long for its width, or too wide for its height: see MAX_ASPECT."""


def stored_size(width: int, height: int) -> Size:
    """Return the size of the largest stored file of a picture. Raise NarrowError."""
    long, short = max(width, height), min(width, height)
    if long > MAX_ASPECT * short:
        raise NarrowError
    scale = MAX_LONG_SIDE / long
    if height > width:
        scale = max(scale, min(MIN_WIDTH / width, MAX_HEIGHT / height))
    scale = min(scale, 1)
    return Size(max(1, round(width * scale)), max(1, round(height * scale)))


def stored_widths(width: int) -> list[int]:
    """Return the widths of the files of a picture whose largest one has that width."""
    return [smaller for smaller in WIDTHS if smaller <= SMALLER * width] + [width]


def render_still(encoded: EncodedImage) -> Image.Image:
    """Return the picture in its largest stored size: in sRGB, upright, as RGB or RGBA."""
    picture = convert_colors(shrink(*_decode(encoded)), encoded.profile)
    return make_upright(picture, encoded.orientation)


def _decode(encoded: EncodedImage) -> tuple[Image.Image | HeifPixels, Size]:
    """Return the decoded image, not upright, and the size to store it in."""
    if encoded.format == "HEIF":
        pixels = HeifPixels(encoded.data)
        return pixels, stored_size(*pixels.size)
    for part in (1, ALMOST):
        picture = open_picture(encoded)
        size = stored_size(*picture.size)
        picture.draft(None, (ceil(part * size.width), ceil(part * size.height)))
        memory = encoded.buffer_bytes + 4 * picture.width * picture.height
        if memory <= FULL_BYTES:
            break
    if memory > MAX_MEMORY:
        raise TooLargeError
    picture.load()
    return picture, Size(min(size.width, picture.width), min(size.height, picture.height))


def open_picture(encoded: EncodedImage) -> Image.Image:
    """Return the image, which is decoded when it is loaded."""
    from PIL import Image

    return Image.open(BytesIO(encoded.data), formats=[encoded.format])


def is_heic_available() -> bool:
    """Return whether pillow-heif is installed."""
    try:
        import pillow_heif  # noqa: F401 - the answer is whether this import works
    except ImportError:
        return False
    return True


def shrink(picture: Image.Image | HeifPixels, size: Size) -> Image.Image:
    """Return the image in that size, which is not larger, in a mode for convert_colors().

    Each strip of the result is made from a strip of the image, with as much above and below as
    the filter reads: so the result is that of resizing all of it.
    """
    from PIL import Image

    mode = mode_of(picture)
    width, height = picture.size
    factor = max(1, floor(min(width / size.width, height / size.height) / OVERSAMPLING))
    scale = height / size.height
    margin = ceil(3 * scale) + factor  # LANCZOS reads 3 pixels of the result on each side
    rows = max(1, floor(STRIP_PIXELS / (width * scale)))
    result = Image.new(mode, size)
    for top in range(0, size.height, rows):
        bottom = min(top + rows, size.height)
        start = max(0, floor(top * scale) - margin) // factor * factor
        end = min(height, ceil(bottom * scale) + margin)
        strip = convert_strip(picture.crop((0, start, width, end)), mode)
        if factor > 1:
            strip = strip.reduce(factor)
        upper, lower = ((edge * scale - start) / factor for edge in (top, bottom))
        box = (0.0, upper, width / factor, min(lower, strip.height))
        part = strip.resize((size.width, bottom - top), Image.Resampling.LANCZOS, box)
        result.paste(part, (0, top))
    return result


def convert_colors(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the image of shrink() as RGB, or as RGBA if a part of it is transparent."""
    alpha = None
    if picture.mode == "RGBa":
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB")
    picture = to_srgb(picture, profile)
    picture.info.clear()  # the profile of sRGB, which encoders would write
    if alpha and alpha.getextrema() != (255, 255):
        picture.putalpha(alpha)
    return picture


def make_upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Return the image as its EXIF orientation says."""
    from PIL import Image

    turn = TURNS.get(orientation)
    return picture.transpose(Image.Transpose[turn]) if turn else picture


def encode_widths(picture: Image.Image) -> tuple[RenderedFile, ...]:
    """Return the files of a picture, the smallest one first.

    All are WebP. AVIF is 14 to 18 % smaller, but an `srcset` has no second choice for a browser
    that doesn't know it: docs/design-decisions.md.
    """
    from PIL import Image

    files = [encode(picture)]
    for width in reversed(stored_widths(picture.width)[:-1]):
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        files.append(encode(picture))
    return tuple(reversed(files))


def encode(picture: Image.Image) -> RenderedFile:
    """Return a WebP file of the image, without metadata."""
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY)
    return RenderedFile(picture.width, picture.height, out.getvalue(), "webp")


def find_placeholder(picture: Image.Image) -> str:
    """Return the mean colors of the four quarters, row by row, each with three hex digits.

    What is transparent counts as grey, because it is shown on a page of any color.
    """
    from PIL import Image

    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, (128, 128, 128))
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    colors = picture.resize((2, 2), Image.Resampling.BOX).tobytes()
    return "".join(f"{round(value / 17):x}" for value in colors)

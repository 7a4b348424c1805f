"""Pixels of a HEIC picture, as pillow-heif has decoded them, without a copy of all.

Its image for Pillow takes 4 bytes more for each pixel: 100 MB of a phone's 24 million.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image


class HeifPixels:
    """The interface of an image that stills.shrink() needs."""

    def __init__(self, data: bytes) -> None:
        import pillow_heif  # not as a plugin: then all of the site could open HEIC files

        file: Any = pillow_heif.open_heif(BytesIO(data))
        self._pixels: memoryview = file.data
        self._stride: int = file.stride
        self.mode: str = file.mode
        self.size: tuple[int, int] = file.size
        self.width, self.height = self.size
        self.has_transparency_data = self.mode.upper().endswith("A")

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        """Return rows as an image: all columns, from the second to the last number of box."""
        from PIL import Image

        _left, top, _right, bottom = box
        rows = self._pixels[top * self._stride : bottom * self._stride]
        raw = (self.mode, self._stride)
        return Image.frombytes(self.mode, (self.width, bottom - top), rows, "raw", raw)

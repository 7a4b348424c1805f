"""Frames for an encoder that reads them one by one. Imports Pillow, so import it in functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator


class LazyFrames(Image.Image):
    """An animation for Image.save(), which would take a list with all frames in memory."""

    def __init__(self, frames: Iterator[Image.Image], count: int) -> None:
        super().__init__()
        self.frames = frames
        self.n_frames = count
        self.position = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Go to the next frame. Going back does nothing: after the last frame, encoders do so."""
        if frame <= self.position:
            return
        picture = next(self.frames)
        self.im = picture.im
        self._mode = picture.mode
        self._size = picture.size
        self.position = frame

    def tell(self) -> int:
        """Return the number of the frame."""
        return self.position

"""Pictures of pages that tests take for somebody to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Gallery:
    """A folder of PNG files. Without a folder no picture is taken: each costs about a second."""

    folder: Path | None

    def add(self, name: str, take: Callable[[], bytes]) -> None:
        """Take a picture, and store it as name, which may have a folder before it."""
        if self.folder is not None:
            file = self.folder / f"{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(take())

"""Paths of the files in ``data/``, and the content of the TOML files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read_toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def avatar_path(username: str) -> Path | None:
    """The member's avatar; None if the member has none."""
    return _existing(DATA / "avatars" / f"{username}.webp")


def banner_path(username: str) -> Path | None:
    """The member's banner; None if the member has none."""
    return _existing(DATA / "banners" / f"{username}.webp")


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None

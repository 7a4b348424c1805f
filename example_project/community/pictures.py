"""Read the pictures of tweets from ``data/pictures.toml``, which explains its keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .data_files import DATA, read_toml
from .tweets import DraftTweet, find_index

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a tweet."""

    path: Path
    alt: str = ""
    focus: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one tweet."""

    pictures: tuple[Picture, ...] = ()
    is_sensitive: bool = False


@cache
def read_pictures() -> dict[str, Pictures]:
    """The pictures of tweets, by the text of the tweet or a part of it."""
    return {
        row["tweet"]: Pictures(
            tuple(
                Picture(
                    DATA / "pictures" / each["file"],
                    each.get("alt", ""),
                    tuple(each["focus"]) if "focus" in each else None,
                )
                for each in row["pictures"]
            ),
            row.get("sensitive", False),
        )
        for row in read_toml(DATA / "pictures.toml")["tweets"]
    }


def find_pictures(drafts: list[DraftTweet]) -> dict[int, Pictures]:
    """Return the pictures by the index of their tweet in drafts."""
    return {find_index(text, drafts): pictures for text, pictures in read_pictures().items()}

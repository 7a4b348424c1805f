"""What a text holds besides words."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["url", "mention", "hashtag", "cashtag"]


class Entity(NamedTuple):
    """A place in a text, in code points: ``content[start:end]`` is its value, after its sign."""

    kind: Kind
    start: int
    end: int
    value: str

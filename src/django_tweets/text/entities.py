"""Entities: URLs, mentions, hashtags and cashtags in a text."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["url", "mention", "hashtag", "cashtag"]


class Entity(NamedTuple):
    """An entity at ``content[start:end]``, in code points: a sign such as @, then the value."""

    kind: Kind
    start: int
    end: int
    value: str

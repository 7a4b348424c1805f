"""Parsing: what a text weighs, whether it is a tweet, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import regex

from .characters import INVALID
from .entities import Entity
from .length import MAX_WEIGHTED_LENGTH, weigh
from .mentions import mentions_and_lists
from .normalization import nfc
from .tags import find_tags
from .urls import find_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RAW_LENGTH = 16_384  # code points

# With what can't be stored: NUL in PostgreSQL, a lone surrogate in UTF-8.
_INVALID = regex.compile(rf"[{INVALID}\0\p{{Cs}}]")
# U+2800 is the Braille pattern without a dot; Hangul's fillers are default-ignorable.
_BLANK = regex.compile(r"[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*+")
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What parse() found in a content; its places are code points of that content."""

    weighted_length: int
    is_valid: bool
    entities: list[Entity]
    valid_end: int
    """Where content stops fitting, or where its first invalid character is."""

    @property
    def permillage(self) -> int:
        """How full the tweet is: 1000 at the maximum."""
        return self.weighted_length * 1000 // MAX_WEIGHTED_LENGTH


def parse(content: str) -> ParsedText:
    """Read content in linear time. Never raises.

    Beyond MAX_RAW_LENGTH nothing is looked for: such a content has no entities, is invalid from
    its first character on, and its weighted length is its length, each code point counted as 1.
    """
    if len(content) > MAX_RAW_LENGTH:
        return ParsedText(len(content), is_valid=False, entities=[], valid_end=0)
    urls = list(find_urls(content))
    weighted_length, valid_end = _weigh(content, urls)
    if invalid := _INVALID.search(content, 0, valid_end):
        valid_end = invalid.start()
    return ParsedText(
        weighted_length,
        is_valid=valid_end == len(content) and not _BLANK.fullmatch(content),
        entities=list(_entities(content, urls)),
        valid_end=valid_end,
    )


def _weigh(content: str, urls: list[Entity]) -> tuple[int, int]:
    composed = nfc(content)
    if composed == content:
        return weigh(content, urls)
    weighted_length, fitting = weigh(composed, find_urls(composed))
    return weighted_length, _decomposed(content, fitting)


def _decomposed(content: str, place: int) -> int:
    """Where in content a place of its NFC form is. Nothing composes across a grapheme's end."""
    composed_length = 0
    for grapheme in _GRAPHEME.finditer(content):
        composed_length += len(nfc(grapheme[0]))
        if composed_length > place:
            return grapheme.start()
    return len(content)


def _entities(content: str, urls: list[Entity]) -> Iterator[Entity]:
    """In order of place, and where two overlap the first alone."""
    mentions = (
        Entity("mention", mention.start, mention.end, mention.handle)
        for mention in mentions_and_lists(content)
        if not mention.slug
    )
    end = 0
    for entity in sorted([*urls, *mentions, *find_tags(content)], key=attrgetter("start")):
        if entity.start >= end:
            yield entity
            end = entity.end

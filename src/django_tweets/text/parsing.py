"""Parse a text: its weighted length, its validity as a tweet, and its entities."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import regex

from .characters import BLANK, INVALID
from .entities import Entity
from .length import MAX_WEIGHTED_LENGTH, measure
from .mentions import find_mentions_and_lists
from .normalization import nfc
from .tags import find_tags
from .urls import find_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RAW_LENGTH = 16_384  # code points

# Includes characters that can't be stored: NUL in PostgreSQL, a lone surrogate in UTF-8.
_INVALID_CHARACTER = regex.compile(rf"[{INVALID}\0\p{{Cs}}]")
_BLANK = regex.compile(rf"[{BLANK}]*+")
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The result of parse(). All indexes are in code points of the parsed content."""

    weighted_length: int
    is_valid: bool
    entities: list[Entity]
    valid_end: int
    """Index where content no longer fits, or of its first invalid character."""

    @property
    def permillage(self) -> int:
        """Weighted length in thousandths of the maximum."""
        return self.weighted_length * 1000 // MAX_WEIGHTED_LENGTH


def parse(content: str) -> ParsedText:
    """Parse content in linear time. Never raises.

    Content longer than MAX_RAW_LENGTH is not read: it has no entities, is invalid from its first
    character on, and its weighted length is its number of code points.
    """
    if len(content) > MAX_RAW_LENGTH:
        return ParsedText(len(content), is_valid=False, entities=[], valid_end=0)
    urls = list(find_urls(content))
    weighted_length, valid_end = _measure(content, urls)
    if invalid := _INVALID_CHARACTER.search(content, 0, valid_end):
        valid_end = invalid.start()
    return ParsedText(
        weighted_length,
        is_valid=valid_end == len(content) and not _BLANK.fullmatch(content),
        entities=list(_merge_entities(content, urls)),
        valid_end=valid_end,
    )


def _measure(content: str, urls: list[Entity]) -> tuple[int, int]:
    composed = nfc(content)
    if composed == content:
        return measure(content, urls)
    weighted_length, fitting = measure(composed, find_urls(composed))
    return weighted_length, _index_before_nfc(content, fitting)


def _index_before_nfc(content: str, place: int) -> int:
    """Return the index in content for an index in its NFC form.

    Graphemes can be composed one by one: no character is composed across their ends."""
    composed_length = 0
    for grapheme in _GRAPHEME.finditer(content):
        composed_length += len(nfc(grapheme[0]))
        if composed_length > place:
            return grapheme.start()
    return len(content)


def _merge_entities(content: str, urls: list[Entity]) -> Iterator[Entity]:
    """Yield entities in text order; of two that overlap, only the first."""
    mentions = (
        Entity("mention", mention.start, mention.end, mention.handle)
        for mention in find_mentions_and_lists(content)
        if not mention.slug
    )
    end = 0
    for entity in sorted([*urls, *mentions, *find_tags(content)], key=attrgetter("start")):
        if entity.start >= end:
            yield entity
            end = entity.end

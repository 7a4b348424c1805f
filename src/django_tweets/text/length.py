"""Weighted length, as twitter-text's configuration v3 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .entities import Entity

MAX_WEIGHTED_LENGTH = 280
URL_WEIGHT = 23

# Its ranges of weight 100; any other character, and any emoji, weighs 200. Here 1 and 2.
_LIGHT = r"\x00-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037"

# An emoji is known by its form (UTS #51), from properties that JavaScript's \p{} has as well, and
# by Extended_Pictographic rather than Emoji, for it holds those of later Unicode versions already.
# A chain of joined emoji ends after 4, as the longest in use (RGI) do, or it would have no end.
_PICTOGRAPH = r"""(?:
    \p{Emoji_Modifier_Base} \p{Emoji_Modifier}
  | [©®] \uFE0F
  | [\p{Extended_Pictographic}--[©®]] \uFE0F?+
)"""
_EMOJI = rf"""(?:
    [0-9\#*] \uFE0F?+ \u20E3
  | \p{{Regional_Indicator}}{{2}}
  | \U0001F3F4 [\U000E0030-\U000E0039\U000E0061-\U000E007A]{{3,6}}+ \U000E007F
  | {_PICTOGRAPH} (?: \u200D {_PICTOGRAPH} ){{0,3}}+
)"""

_PIECE = regex.compile(
    rf"""
    (?P<emoji> {_EMOJI} )
  | (?P<light> (?: [[{_LIGHT}]--[0-9\#*©®]]++ | (?! {_EMOJI} ) [0-9\#*©®] )++ )
  | (?P<heavy> [^{_LIGHT}\p{{Extended_Pictographic}}\p{{Regional_Indicator}}]++ | . )
    """,
    regex.VERBOSE | regex.VERSION1 | regex.DOTALL,
)


def weigh(text: str, urls: Iterable[Entity]) -> tuple[int, int]:
    """The weighted length of text, which is in NFC, and the place up to which it fits."""
    length = fitting = 0
    for end, count, weight in _pieces(text, urls):
        room = (MAX_WEIGHTED_LENGTH - length) // weight
        if room > 0:
            fitting = end - max(0, count - room)
        length += count * weight
    return length, fitting


def _pieces(text: str, urls: Iterable[Entity]) -> Iterator[tuple[int, int, int]]:
    """Where each piece of text ends, how many units it holds, and what each of them weighs."""
    start = 0
    for url in urls:
        yield from _characters(text, start, url.start)
        yield url.end, 1, URL_WEIGHT
        start = url.end
    yield from _characters(text, start, len(text))


def _characters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for piece in _PIECE.finditer(text, start, end):
        if piece.lastgroup == "emoji":
            yield piece.end(), 1, 2
        else:
            yield piece.end(), len(piece[0]), 1 if piece.lastgroup == "light" else 2

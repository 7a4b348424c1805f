"""Measure the weighted length of a text by twitter-text's configuration v3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .entities import Entity

MAX_WEIGHTED_LENGTH = 280
URL_WEIGHT = 23

# Characters of weight 100 in that configuration. All others and emoji weigh 200. Here: 1 and 2.
_LIGHT_CHARACTERS = r"\x00-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037"

# Emoji are recognised by their form (UTS #51), with properties that JavaScript's \p{} has too.
# Extended_Pictographic and not Emoji, because it includes emoji of later Unicode versions.
# At most 4 are joined, as in the longest in use (RGI): a chain without limit would weigh 2.
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

_RUN = regex.compile(
    rf"""
    (?P<emoji> {_EMOJI} )
  | (?P<light> (?: [[{_LIGHT_CHARACTERS}]--[0-9\#*©®]]++ | (?! {_EMOJI} ) [0-9\#*©®] )++ )
  | (?P<heavy> [^{_LIGHT_CHARACTERS}\p{{Extended_Pictographic}}\p{{Regional_Indicator}}]++ | . )
    """,
    regex.VERBOSE | regex.VERSION1 | regex.DOTALL,
)


def measure(text: str, urls: Iterable[Entity]) -> tuple[int, int]:
    """Return the weighted length of text, and the index up to which it fits in a tweet.

    text is in NFC."""
    length = fitting = 0
    for end, count, weight in _iter_runs(text, urls):
        room = (MAX_WEIGHTED_LENGTH - length) // weight
        if room > 0:
            fitting = end - max(0, count - room)
        length += count * weight
    return length, fitting


def _iter_runs(text: str, urls: Iterable[Entity]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of equal weight: the end, the number of units and the weight of each unit."""
    start = 0
    for url in urls:
        yield from _iter_text_runs(text, start, url.start)
        yield url.end, 1, URL_WEIGHT
        start = url.end
    yield from _iter_text_runs(text, start, len(text))


def _iter_text_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for piece in _RUN.finditer(text, start, end):
        if piece.lastgroup == "emoji":
            yield piece.end(), 1, 2
        else:
            yield piece.end(), len(piece[0]), 1 if piece.lastgroup == "light" else 2

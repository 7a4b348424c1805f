"""Tags: #hashtag and $cashtag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from .characters import HASH, PUNCTUATION, SPACE
from .entities import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTER = r"\p{L}\p{M}"
# After twitter-text's hashtagSpecialChars: joiners, and the points that words of some scripts hold.
_OTHER = (
    r"\p{Nd}_\u00B7\u05BE\u05F3\u05F4\u0F0B\u0F0C\u200C\u200D\u3003\u301C\u309B\u309C\u30A0\u30FB"
    r"\uA67E\uFF5E"
)

# A variation selector after an emoji is a mark, yet doesn't glue the sign to what it follows.
# After the sign, one of them or an enclosing keycap makes that sign an emoji.
HASHTAG = regex.compile(
    rf"(?:(?<![{_LETTER}{_OTHER}&])|(?<=[\uFE0E\uFE0F]))[{HASH}](?![\uFE0F\u20E3])"
    rf"(?=[{_OTHER}]*+[{_LETTER}])(?P<tag>[{_LETTER}{_OTHER}]++)(?![{HASH}]|://)"
)

_CASHTAG = regex.compile(
    rf"(?<![^{SPACE}])\$(?P<tag>[A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?)(?![^{SPACE}{PUNCTUATION}])"
)


def find_tags(text: str) -> Iterator[Entity]:
    """Every hashtag, then every cashtag."""
    for match in HASHTAG.finditer(text):
        yield Entity("hashtag", *match.span(), match["tag"])
    for match in _CASHTAG.finditer(text):
        yield Entity("cashtag", *match.span(), match["tag"])

"""Tags: #hashtag and $cashtag."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import regex

from .characters import HASH, PUNCTUATION, SPACE
from .entities import Entity
from .normalization import nfc

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


MAX_HASHTAG_KEY_LENGTH = 400  # of 200 bytes; MariaDB's longest index holds 768 characters

_HASHTAG = regex.compile(rf"(?=[{_OTHER}]*+[{_LETTER}])[{_LETTER}{_OTHER}]++")


def fold_hashtag(tag: str) -> str:
    """Tag, without its sign, in the one spelling that all that mean the same have.

    Case and width don't matter, accents do: #Año is #año, and not #ano.
    """
    folded = nfc(normalize("NFKC", nfc(tag)).casefold())
    # Some letters decompose into what no tag can hold, as U+FDFA, a sentence with its spaces.
    return folded if _HASHTAG.fullmatch(folded) else nfc(tag.casefold())


def hashtag_key(tag: str) -> str | None:
    """The fold of tag in letters and digits of ASCII; None for what is no tag, or too long a one.

    Keys sort as their tags do by code point, and begin with the keys of what those begin with.
    """
    folded = fold_hashtag(tag)
    key = folded.encode().hex()
    return key if len(key) <= MAX_HASHTAG_KEY_LENGTH and _HASHTAG.fullmatch(folded) else None

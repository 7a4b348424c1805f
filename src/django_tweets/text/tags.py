"""Find tags: #hashtag and $cashtag."""

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
# As twitter-text's hashtagSpecialChars: joiners, and points inside of words in some scripts.
_OTHER = (
    r"\p{Nd}_\u00B7\u05BE\u05F3\u05F4\u0F0B\u0F0C\u200C\u200D\u3003\u301C\u309B\u309C\u30A0\u30FB"
    r"\uA67E\uFF5E"
)

# A variation selector after an emoji is a mark, but a hashtag may follow it. After the sign, a
# variation selector or an enclosing keycap makes an emoji of the sign.
HASHTAG = regex.compile(
    rf"(?:(?<![{_LETTER}{_OTHER}&])|(?<=[\uFE0E\uFE0F]))[{HASH}](?![\uFE0F\u20E3])"
    rf"(?=[{_OTHER}]*+[{_LETTER}])(?P<tag>[{_LETTER}{_OTHER}]++)(?![{HASH}]|://)"
)

_CASHTAG = regex.compile(
    rf"(?<![^{SPACE}])\$(?P<tag>[A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?)(?![^{SPACE}{PUNCTUATION}])"
)


def find_tags(text: str) -> Iterator[Entity]:
    """Yield all hashtags, then all cashtags."""
    for match in HASHTAG.finditer(text):
        yield Entity("hashtag", *match.span(), match["tag"])
    for match in _CASHTAG.finditer(text):
        yield Entity("cashtag", *match.span(), match["tag"])


MAX_HASHTAG_KEY_LENGTH = 400  # of 200 bytes; MariaDB's longest index holds 768 characters

_HASHTAG = regex.compile(rf"(?=[{_OTHER}]*+[{_LETTER}])[{_LETTER}{_OTHER}]++")


def fold_hashtag(tag: str) -> str:
    """Return the canonical spelling of tag, which has no sign.

    Ignores case and width, but not accents: #Año is #año, and not #ano.
    """
    folded = nfc(normalize("NFKC", nfc(tag)).casefold())
    # Some letters decompose into characters outside of tags: U+FDFA into a sentence with spaces.
    return folded if _HASHTAG.fullmatch(folded) else nfc(tag.casefold())


def hashtag_key(tag: str) -> str | None:
    """Return the key of tag in ASCII letters and digits; None if tag is invalid or too long.

    Keys sort as folded tags do by code point. The key of a prefix is a prefix of the key.
    """
    folded = fold_hashtag(tag)
    key = folded.encode().hex()
    return key if len(key) <= MAX_HASHTAG_KEY_LENGTH and _HASHTAG.fullmatch(folded) else None

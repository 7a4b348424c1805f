"""Find tags: #hashtag and $cashtag."""

from __future__ import annotations

from functools import lru_cache
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

# Joiners, variation selectors, Hangul fillers and others that can't be seen; and the Arabic and the
# N’Ko letter that only stretch a word.
_UNSEEN_CHARACTERS = r"[\p{Default_Ignorable_Code_Point}\u0640\u07FA]"
_UNSEEN = regex.compile(rf"{_UNSEEN_CHARACTERS}++")
_UNSEEN_END = regex.compile(rf"\A{_UNSEEN_CHARACTERS}++|{_UNSEEN_CHARACTERS}++\Z")

_CHARACTERS = regex.compile(rf"[{_LETTER}{_OTHER}]++")

# The small form of İ has a dot above the i: U+0307, after marks at other places.
_DOT_OF_I = regex.compile(r"(i(?:(?!\p{ccc=230})\p{M})*+)\u0307++")


def find_tags(text: str) -> Iterator[Entity]:
    """Yield all hashtags, then all cashtags."""
    for match in HASHTAG.finditer(text):
        if not _UNSEEN.fullmatch(match["tag"]):
            yield Entity("hashtag", *match.span(), match["tag"])
    for match in _CASHTAG.finditer(text):
        yield Entity("cashtag", *match.span(), match["tag"])


MAX_HASHTAG_KEY_LENGTH = 400  # of 200 bytes; MariaDB's longest index holds 768 characters
MAX_HASHTAG_LENGTH = 400  # characters as written, with those that folding removes

_HASHTAG = regex.compile(rf"(?=[{_OTHER}]*+[{_LETTER}])[{_LETTER}{_OTHER}]++")


def fold_hashtag(tag: str) -> str:
    """Return the canonical spelling of tag, which has no sign. Empty if nothing of tag is visible.

    Ignores case, width, and what can't be seen: joiners, variation selectors, stretching (tatweel).
    Not accents and vowel marks: #Año is #año, and not #ano. Two tags that are equal in capitals are
    one tag in any language, so Turkish İ and ı are i.
    """
    if tag.isascii() or len(tag) > MAX_HASHTAG_LENGTH:
        return tag.lower()
    letters = "".join(map(_fold_character, normalize("NFD", tag)))
    return nfc(_DOT_OF_I.sub(r"\1", normalize("NFD", _UNSEEN.sub("", letters))))


def clean_hashtag(tag: str) -> str:
    """Return tag as it is shown: without joiners and other invisible characters at its ends."""
    return _UNSEEN_END.sub("", nfc(tag))


def hashtag_key(tag: str) -> str | None:
    """Return the key of tag in ASCII letters and digits; None if tag is invalid or too long.

    Keys sort as folded tags do by code point. The key of a prefix is a prefix of the key.
    """
    if len(tag) > MAX_HASHTAG_LENGTH or not _HASHTAG.fullmatch(folded := fold_hashtag(tag)):
        return None
    key = folded.encode().hex()
    return key if len(key) <= MAX_HASHTAG_KEY_LENGTH else None


def unfold_key(key: str) -> str:
    """Return the folded tag with this key."""
    return bytes.fromhex(key).decode()


@lru_cache(10_000)
def _fold_character(character: str) -> str:
    """Return a character of the form NFD without case and width.

    As it is if that has characters outside of tags: U+FDFA decomposes into a sentence with spaces.
    """
    folded = character
    for _ in range(2):  # 𝐒 is a compatible form of S; ϒ of Υ
        folded = normalize("NFKD", folded).casefold()
    folded = folded.replace("ı", "i")
    return folded if _CHARACTERS.fullmatch(folded) else character

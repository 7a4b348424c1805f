"""Words as search knows them: folded, cut, and written in letters that every database agrees on.

What is told apart is what people tell apart when they search: not case, accents or widths. Where a
script writes no spaces, each of its characters is a word, and pairs of them are what is rare. An
emoji is a word too. A term is such a word, or the key of something else that one can search for,
in a to z and 0 to 9 alone: so no database has another opinion of where it ends, of what a
stop word is, or of whether two letters are enough.
"""

from __future__ import annotations

import re
from base64 import b32encode
from hashlib import blake2b
from itertools import pairwise
from unicodedata import normalize

import regex

from .parsing import MAX_RAW_LENGTH

WORD, PAIR = "w", "p"
"""Kinds of terms: a word, and two characters that stand side by side."""

MAX_TERM_LENGTH = 80  # InnoDB's full text takes 84

_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\u30FC\p{Bopomofo}\p{Hangul}"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
)
_WORD = regex.compile(
    rf"(?P<one>[{_UNSPACED}]\p{{M}}*+)"
    r"|[\U0001F1E6-\U0001F1FF]{1,2}+"  # a flag
    r"|\p{Extended_Pictographic}"
    rf"|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]++",
    regex.VERSION1,
)

# Accents and points, but not the marks that are letters of Indian scripts or voice those of Japan;
# what joins, breaks and directs; skin tones; the stroke that makes an Arabic word longer.
_DROPPED = regex.compile(
    r"[[\p{Mn}\p{Me}&&[\p{Inherited}\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]]"
    r"\p{Cf}\U0001F3FB-\U0001F3FF\u0640--[\u3099\u309A]]++",
    regex.VERSION1,
)
# Letters with a stroke, which don't decompose.
_LETTERS = str.maketrans("øłđħı", "oldhi")
# Signs that would become letters of the word; and what else is no ASCII in most texts, since those
# without any are folded at once.
_SIGNS = str.maketrans("™℠’‘“”…–—\u00a0", " " * 10)

# As in normalization.py: marks are sorted by insertion, and nobody searches for the thirtieth.
_MANY_MARKS = regex.compile(r"(\p{M}{30})\p{M}++")

_plain_words = re.compile(r"[a-z0-9]+").findall


def fold(text: str) -> str:
    """What text has in common with all that people would call the same."""
    text = text[:MAX_RAW_LENGTH]
    if text.isascii() or (text := text.translate(_SIGNS)).isascii():
        return text.lower()
    text = _MANY_MARKS.sub(r"\1", text)
    text = normalize("NFKD", normalize("NFKC", text).casefold())
    return normalize("NFC", _DROPPED.sub("", text).translate(_LETTERS))


def cut(text: str) -> list[str]:
    """The words of text, folded, in their order."""
    return _cut(fold(text))[0]


def terms(text: str) -> tuple[list[str], list[str]]:
    """The terms of the words of text, in their order, and those of its pairs."""
    words, pairs = _cut(fold(text))
    return [term(WORD, word) for word in words], [term(PAIR, pair) for pair in pairs]


def _cut(folded: str) -> tuple[list[str], list[str]]:
    """Words, and each two characters side by side of scripts without spaces."""
    if folded.isascii():
        return _plain_words(folded), []
    found = list(_WORD.finditer(folded))
    pairs = [
        one[0] + other[0]
        for one, other in pairwise(found)
        if one["one"] and other["one"] and one.end() == other.start()
    ]
    return [match[0] for match in found], pairs


def term(kind: str, value: str) -> str:
    """The term of value, which is folded, among those of its kind, a letter.

    Never shorter than three characters, and never a word of any language.
    """
    if value.isascii() and value.isalnum() and len(value) <= MAX_TERM_LENGTH - 2:
        return f"x{kind}{value}"
    code = _base32(value.encode())
    if len(code) <= MAX_TERM_LENGTH - 2:
        return f"z{kind}{code}"
    return f"q{kind}{_base32(blake2b(value.encode(), digest_size=20).digest())}"


def _base32(value: bytes) -> str:
    return b32encode(value).decode().rstrip("=").lower()

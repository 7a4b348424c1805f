"""Tokens and terms of full text search, the same for every database.

A token is a folded word of a text: without case, accents and widths. In scripts without spaces each
character is a token, and bigrams (two adjacent characters) are the rare part. An emoji is a token.
A term is the stored form of a token, a bigram or another key (hashtag, author …) in a-z and 0-9
alone, so that no database splits it, takes it for a stop word, or finds it too short.
"""

from __future__ import annotations

import re
from base64 import b32encode
from hashlib import blake2b
from itertools import pairwise
from unicodedata import normalize

import regex

from .parsing import MAX_RAW_LENGTH

TOKEN, BIGRAM = "w", "p"
"""Kinds of terms: a token, and a bigram."""

MAX_TERM_LENGTH = 80  # InnoDB's full text takes 84

_UNSPACED_SCRIPTS = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\u30FC\p{Bopomofo}\p{Hangul}"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
)
_TOKEN = regex.compile(
    rf"(?P<one>[{_UNSPACED_SCRIPTS}]\p{{M}}*+)"
    r"|[\U0001F1E6-\U0001F1FF]{1,2}+"  # a flag
    r"|\p{Extended_Pictographic}"
    rf"|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED_SCRIPTS}]]++",
    regex.VERSION1,
)

# Accents and points, but not the marks that are letters of Indian scripts, or voicing marks of
# Japanese; format characters (joiners, directional marks); skin tones; the Arabic tatweel.
_IGNORED = regex.compile(
    r"[[\p{Mn}\p{Me}&&[\p{Inherited}\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]]"
    r"\p{Cf}\U0001F3FB-\U0001F3FF\u0640--[\u3099\u309A]]++",
    regex.VERSION1,
)
# Letters with a stroke, which Unicode does not decompose.
_STROKE_LETTERS = str.maketrans("øłđħı", "oldhi")
# Signs that NFKC would turn into letters of the word, and the usual non-ASCII punctuation: a text
# that is ASCII without them is folded by lower() alone.
_TO_SPACES = str.maketrans("™℠’‘“”…–—\u00a0", " " * 10)

# As in normalization.py: unicodedata is quadratic in marks. Those after the thirtieth are dropped.
_MANY_MARKS = regex.compile(r"(\p{M}{30})\p{M}++")

_ascii_tokens = re.compile(r"[a-z0-9]+").findall


def fold_text(text: str) -> str:
    """Return text without case, accents and widths, for comparison."""
    text = text[:MAX_RAW_LENGTH]
    if text.isascii() or (text := text.translate(_TO_SPACES)).isascii():
        return text.lower()
    text = _MANY_MARKS.sub(r"\1", text)
    text = normalize("NFKD", normalize("NFKC", text).casefold())
    return normalize("NFC", _IGNORED.sub("", text).translate(_STROKE_LETTERS))


def tokenize(text: str) -> list[str]:
    """Return the tokens of text, in text order."""
    return _split_tokens(fold_text(text))[0]


def get_terms(text: str) -> tuple[list[str], list[str]]:
    """Return the terms of the tokens of text, in text order, and those of its bigrams."""
    tokens, bigrams = _split_tokens(fold_text(text))
    return [make_term(TOKEN, token) for token in tokens], [
        make_term(BIGRAM, bigram) for bigram in bigrams
    ]


def _split_tokens(folded: str) -> tuple[list[str], list[str]]:
    """Return the tokens, and the bigrams of scripts without spaces."""
    if folded.isascii():
        return _ascii_tokens(folded), []
    found = list(_TOKEN.finditer(folded))
    pairs = [
        one[0] + other[0]
        for one, other in pairwise(found)
        if one["one"] and other["one"] and one.end() == other.start()
    ]
    return [match[0] for match in found], pairs


def make_term(kind: str, value: str) -> str:
    """Return the term of a folded value. kind: one letter.

    At least three characters, and never a word of a language.
    """
    if value.isascii() and value.isalnum() and len(value) <= MAX_TERM_LENGTH - 2:
        return f"x{kind}{value}"
    code = _base32(value.encode())
    if len(code) <= MAX_TERM_LENGTH - 2:
        return f"z{kind}{code}"
    return f"q{kind}{_base32(blake2b(value.encode(), digest_size=20).digest())}"


def _base32(value: bytes) -> str:
    return b32encode(value).decode().rstrip("=").lower()

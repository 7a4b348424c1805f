"""Text as it is stored: one spelling for what looks the same."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING
from unicodedata import combining
from unicodedata import normalize as unicode_normalize

import regex

if TYPE_CHECKING:
    from regex import Match

_LINE_BREAK = regex.compile(r"\R")

# What PostgreSQL can't store (NUL), UTF-8 can't encode (a lone surrogate) or a feed can't carry
# (a control, in XML), and the byte order mark that a file leaves in what is pasted from it.
_UNSTORABLE = regex.compile(r"[[\p{Cc}\p{Cs}\uFEFF]--[\t\n]]++", regex.VERSION1)

# White space, and what shows as little and joins nothing: soft hyphen, Mongolian vowel separator,
# zero width space, word joiner. Joiners and directional marks can matter even at an end.
_EDGES = (
    " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
    "\u205f\u3000\u00ad\u180e\u200b\u2060"
)

# More than any use has in a row: UAX #15, Stream-Safe Text Format.
_MANY_MARKS = regex.compile(r"\p{M}{31,}+")


def normalize(content: str) -> str:
    """Content as it is stored: in NFC, with line feeds, without edges or what can't be stored."""
    content = _UNSTORABLE.sub("", _LINE_BREAK.sub("\n", content))
    return nfc(content).strip(_EDGES)


def nfc(text: str) -> str:
    """The NFC form of text, in linear time whatever it holds.

    unicodedata sorts the marks on a letter by insertion: 16,384 of them took 0.4 s.
    """
    return unicode_normalize("NFC", _MANY_MARKS.sub(_sorted_marks, text))


def _sorted_marks(match: Match[str]) -> str:
    marks = "".join(unicode_normalize("NFD", mark) for mark in match[0])
    runs = groupby(marks, key=lambda mark: combining(mark) > 0)
    return "".join(chain.from_iterable(sorted(run, key=combining) for _, run in runs))

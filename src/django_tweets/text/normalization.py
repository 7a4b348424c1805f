"""Normalize a text for storage: the same text always has the same code points."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING
from unicodedata import combining
from unicodedata import normalize as unicode_normalize

import regex

if TYPE_CHECKING:
    from regex import Match

_LINE_BREAK = regex.compile(r"\R")

# PostgreSQL can't store NUL, UTF-8 can't encode a lone surrogate, XML (feeds) can't have control
# characters. A byte order mark comes with text pasted from a file.
_UNSTORABLE = regex.compile(r"[[\p{Cc}\p{Cs}\uFEFF]--[\t\n]]++", regex.VERSION1)

# White space, and invisible characters that join nothing: soft hyphen, Mongolian vowel separator,
# zero width space, word joiner. Joiners and directional marks can matter at the ends too.
_STRIPPED = (
    " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
    "\u205f\u3000\u00ad\u180e\u200b\u2060"
)

# More marks in a row than any language uses: UAX #15, Stream-Safe Text Format.
_MANY_MARKS = regex.compile(r"\p{M}{31,}+")


def normalize(content: str) -> str:
    """Return content for storage: NFC, line feeds, stripped, without unstorable characters."""
    content = _UNSTORABLE.sub("", _LINE_BREAK.sub("\n", content))
    return nfc(content).strip(_STRIPPED)


def nfc(text: str) -> str:
    """Return the NFC form of text, in linear time.

    unicodedata alone is quadratic, because it sorts the marks on a letter by insertion: 16,384 of
    them took 0.4 s.
    """
    return unicode_normalize("NFC", _MANY_MARKS.sub(_sorted_marks, text))


def _sorted_marks(match: Match[str]) -> str:
    marks = "".join(unicode_normalize("NFD", mark) for mark in match[0])
    runs = groupby(marks, key=lambda mark: combining(mark) > 0)
    return "".join(chain.from_iterable(sorted(run, key=combining) for _, run in runs))

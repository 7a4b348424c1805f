"""The normal form NFC: the same text always has the same code points."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING
from unicodedata import combining
from unicodedata import normalize as unicode_normalize

import regex

if TYPE_CHECKING:
    from regex import Match

# More marks in a row than any language uses: UAX #15, Stream-Safe Text Format.
_MANY_MARKS = regex.compile(r"\p{M}{31,}+")


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

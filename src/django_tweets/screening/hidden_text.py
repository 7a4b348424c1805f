"""A check for hidden characters, and for letters of another script that look alike."""

from __future__ import annotations

import regex
from django.utils.translation import gettext_lazy as _

from ..services.screening import ALLOW, Draft, Verdict, hold

# Invisible characters between two letters of a script that needs none there: Arabic, Persian and
# the scripts of India do. Hyphens for the end of a line come with text that is pasted.
_INVISIBLE_IN_WORD = regex.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}])[\p{Default_Ignorable_Code_Point}--\u00AD]+"
    r"(?=[\p{Latin}\p{Cyrillic}\p{Greek}])",
    regex.VERSION1,
)
_WORD = regex.compile(r"[\p{L}\p{M}]{3,}+")
_LATIN = regex.compile(r"\p{Latin}")
_SIMILAR = regex.compile(r"[\p{Cyrillic}\p{Greek}]")


class HiddenText:
    """Hold texts with invisible characters inside of words, or words in letters of two scripts.

    invisible: so many words with invisible characters are left alone. mixed: so many words that mix
    Latin letters with Cyrillic or Greek ones.
    """

    def __init__(self, *, invisible: int = 2, mixed: int = 1) -> None:
        self.invisible, self.mixed = invisible, mixed

    def __call__(self, draft: Draft) -> Verdict:
        found = draft.text
        if len(_INVISIBLE_IN_WORD.findall(found)) > self.invisible:
            return hold(_("Invisible characters inside of words"))
        words = (word[0] for word in _WORD.finditer(found))
        mixed = sum(1 for word in words if _LATIN.search(word) and _SIMILAR.search(word))
        if mixed > self.mixed:
            return hold(_("Words in letters of several scripts"))
        return ALLOW

"""Isolate names of other scripts in a sentence, where HTML's <bdi> can't: titles, feeds, e-mail."""

from __future__ import annotations

import regex

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

# Hebrew, Arabic and others from right to left, and the invisible marks of direction.
_is_from_right = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Bidi_Class=AN}\u061C\u200E\u200F\u2066-\u2069]"
).search


def isolate(name: str, *, is_from_right: bool = False) -> str:
    """Return the cleaned name so that it turns nothing around it, and nothing around turns it.

    A name from left to right stays as it is, unless is_from_right: the text around it is written
    from right to left.
    """
    if is_from_right or _is_from_right(name):
        return f"{_FIRST_STRONG_ISOLATE}{name}{_POP_ISOLATE}"
    return name

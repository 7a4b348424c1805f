"""Clean typed text, so that it is safe to show, and equal texts have equal code points.

All functions here are linear and idempotent. Check the length of a typed text before: see
raw_limit().
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining
from unicodedata import normalize as unicode_normalize

import regex

from .characters import BLANK

if TYPE_CHECKING:
    from regex import Match

MAX_MARKS = 8
"""Combining marks on one letter. Burmese has 7 and pointed Hebrew 6; Tibetan mantras have 8."""

MAX_STACKED_MARKS = 4
"""Marks above one letter, and also below it: Vietnamese has 2, phonetic alphabets have 4."""

MAX_SAME_MARKS = 2
"""Marks of one kind on one letter."""

MAX_INVISIBLES = 16
"""Invisible characters between two letters. Emoji flags have 7."""

RAW_FACTOR = 8

_LINE_BREAK = regex.compile(r"\R")

# PostgreSQL can't store NUL, UTF-8 can't encode a lone surrogate, XML (feeds) can't have controls
# and U+FFFE. A byte order mark comes with text pasted from a file. Embeddings and overrides of the
# writing direction (U+202A-202E) turn round what follows them; the isolates of Unicode 6.3 replace
# them. U+206A-206F are deprecated, U+FFF9-FFFB are for use inside of programs.
_REMOVED = regex.compile(
    r"[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFEFF\u202A-\u202E\u206A-\u206F\uFFF9-\uFFFB]"
    r"--[\t\n]]++",
    regex.VERSION1,
)
_UNSTORABLE = regex.compile(r"[\0\p{Cs}]")
_INVISIBLE = regex.compile(r"[[\p{Cf}]--[\u200C\u200D]]++", regex.VERSION1)
_SPACES = regex.compile(r"\s{2,}+|[\t\n]")

# Tags make flags of countries, such as Scotland's. Others are an invisible text.
_TAGS = regex.compile(
    r"(\U0001F3F4[\U000E0030-\U000E0039\U000E0061-\U000E007A]{1,6}+\U000E007F)"
    r"|[\U000E0000-\U000E007F]++"
)

_GRAPHEME = regex.compile(r"\X")

_ISOLATES = "\u2066\u2067\u2068"
_POP = "\u2069"
_has_isolate = regex.compile(rf"[{_ISOLATES}{_POP}]").search

_blank_start = regex.compile(rf"[{BLANK}\p{{M}}]*+").match
_blank_end = regex.compile(rf"[{BLANK}]*+").match  # of the reversed text
_is_blank = regex.compile(rf"[{BLANK}]*+").fullmatch
# Kept at the edges: joiners and directional marks matter there too. At the end also variation
# selectors and tags, which belong to an emoji.
_not_kept_at_start = regex.compile(r"[^\u061C\u200C-\u200F\u2066-\u2069]++")
_not_kept_at_end = regex.compile(r"[^\p{M}\u061C\u200C-\u200F\u2066-\u2069\U000E0020-\U000E007F]++")
# Isolates are left out, so that they stay balanced.
_ATTACHED = r"[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}--[\u2066-\u2069]]"
# An isolate would begin another letter, with as many marks, at the same place.
_ATTACHED_TO_NOTHING = regex.compile(rf"(?<=[\n\u2066-\u2069]){_ATTACHED}++", regex.VERSION1)
_MARKS = regex.compile(r"\p{M}++")
_LONG_RUN = regex.compile(rf"({_ATTACHED}{{32}}){_ATTACHED}++", regex.VERSION1)
_is_mark = regex.compile(r"\p{M}").match
_RUN = regex.compile(rf"{_ATTACHED}{{3,}}+", regex.VERSION1)


def raw_limit(max_length: int) -> int:
    """Return how many characters may be typed for a field of max_length before it is cleaned.

    A letter may be typed as four code points and stored as one, a line break as two.
    """
    return max_length * RAW_FACTOR


def make_storable(text: str) -> str:
    """Return text with U+FFFD for NUL and lone surrogates: for a lookup that finds nothing."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """Return text for a field of one line, such as a name. It is empty if nothing is visible.

    In NFC, without controls, with single spaces. See clean_text() for the rest.
    """
    if text.isascii():
        if text.isprintable():
            return " ".join(text.split()) if "  " in text else text.strip()
        return " ".join(_REMOVED.sub("", _LINE_BREAK.sub("\n", text)).split())
    return _clean(_strip(_SPACES.sub(" ", _remove_characters(text))))


def clean_text(text: str) -> str:
    r"""Return text for a field of several lines. It is empty if nothing is visible.

    In NFC, with \n for any line break, without white space at the ends. There are no controls, no
    embeddings and overrides of the writing direction, no isolate that is not closed on its line,
    and not more marks on a letter than a language uses.
    """
    if text.isascii():
        if not text.isprintable():
            text = _REMOVED.sub("", _LINE_BREAK.sub("\n", text))
        return text.strip()
    return _clean(_strip(_remove_characters(text)))


def summarize(text: str, length: int) -> str:
    """Return text as one clean line of at most length characters, with … if it is cut."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    # Not within a letter and its marks, or an emoji: \X is a grapheme.
    end = next(m.start() for m in _GRAPHEME.finditer(line) if m.end() >= length)
    return clean_line(line[:end]) + "…"


def clean_url(url: str) -> str:
    """Return the typed url without characters that are invisible or change its direction.

    Joiners stay: Persian domains may have them (RFC 5892, A.1).
    """
    return clean_line(_INVISIBLE.sub("", url))


def _remove_characters(text: str) -> str:
    text = _REMOVED.sub("", _LINE_BREAK.sub("\n", text))
    text = _TAGS.sub(lambda match: match[1] or "", text)
    if _has_isolate(text):
        text = "\n".join(map(_balance_isolates, text.split("\n")))
    return text


def _balance_isolates(line: str) -> str:
    """Return line without isolates that are not closed, and without ends of isolates not begun."""
    removed, opened = set(), []
    for place, character in enumerate(line):
        if character in _ISOLATES:
            opened.append(place)
        elif character == _POP:
            if opened:
                opened.pop()
            else:
                removed.add(place)
    removed.update(opened)
    if not removed:
        return line
    return "".join(character for place, character in enumerate(line) if place not in removed)


def _strip(text: str) -> str:
    """Return text without invisible characters at its ends and marks without a letter."""
    text = _ATTACHED_TO_NOTHING.sub(_drop_marks, text)
    start: Match[str] = _blank_start(text)  # type: ignore[assignment]  # matches any text
    if start.end() == len(text):
        return ""
    text = _not_kept_at_start.sub("", start[0]) + text[start.end() :]
    end: Match[str] = _blank_end(text[::-1])  # type: ignore[assignment]  # matches any text
    shown = len(text) - end.end()
    text = text[:shown] + _not_kept_at_end.sub("", text[shown:])
    return _ATTACHED_TO_NOTHING.sub(_drop_marks, text)


def _drop_marks(match: Match[str]) -> str:
    return _MARKS.sub("", match[0])


def _clean(text: str) -> str:
    text = unicode_normalize("NFC", _LONG_RUN.sub(r"\1", text))
    bounded = _RUN.sub(_bound_run, text)
    if bounded == text:
        return text
    return unicode_normalize("NFC", _strip(bounded))  # the last mark may have been dropped


def _bound_run(match: Match[str]) -> str:
    """Return a run of marks and invisible characters without those above the maximums."""
    run = match[0]
    kept = ""
    marks = invisibles = 0
    stacked: dict[int, int] = {}
    for character in run:
        if not _is_mark(character):
            invisibles += 1
            if invisibles <= MAX_INVISIBLES:
                kept += character
            continue
        place = combining(character)  # above, below and so on; 0 if it does not matter
        height = stacked.get(place, 0)
        if marks == MAX_MARKS or (place and height == MAX_STACKED_MARKS):
            continue
        if kept.count(character) < MAX_SAME_MARKS:
            kept += character
            marks += 1
            stacked[place] = height + 1
    return kept
